import { fromEnv } from "@aws-sdk/credential-provider-env";

/** Stands in for @aws-sdk/credential-provider-node in our bundles: a function's credentials are in its environment. */
export const defaultProvider = fromEnv;
