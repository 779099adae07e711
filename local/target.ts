import { type LocalAws, startLocalAws } from "./aws";

/** The AWS that the end-to-end suite talks to. The suite knows nothing more of it. */
export interface TargetAws {
  /** URL of every service; undefined on a real account, where each SDK finds its own. */
  readonly endpoint: string | undefined;
  readonly region: string;
  /** Environment variables for Terraform, the aws command line and the SDKs, on top of this process's own. */
  readonly environment: Readonly<Record<string, string>>;
  /** Calls a URL of an HTTP API. */
  fetchApi(url: string, init?: RequestInit): Promise<Response>;
  /** The embedded local AWS, for tests of faults and permissions; undefined when the target is another one: such tests skip and say so. */
  readonly embedded: LocalAws | undefined;
  /** Ends the embedded AWS; leaves any other as it is. */
  stop(): Promise<void>;
}

/**
 * With `AWS_ENDPOINT_URL` set: that endpoint, such as another emulator. With `E2E_REAL_AWS=1`: the account of the
 * environment's credentials. Else: an embedded local AWS, started for this call.
 */
export async function targetAws(environment: NodeJS.ProcessEnv = process.env): Promise<TargetAws> {
  const region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "us-east-1";
  const endpoint = environment["AWS_ENDPOINT_URL"];
  if (endpoint !== undefined || environment["E2E_REAL_AWS"] === "1") {
    return {
      endpoint,
      region,
      environment: { AWS_REGION: region, ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL: endpoint }) },
      fetchApi: (url, init) => fetch(url, init),
      embedded: undefined,
      stop: async () => {},
    };
  }
  const aws = await startLocalAws();
  const { fetchApi, stop } = aws;
  return { endpoint: aws.endpoint, region: aws.region, environment: aws.environment, fetchApi, embedded: aws, stop };
}
