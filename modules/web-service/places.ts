import { eachEntry } from "../../lib/findings";
import { domainIsPlaced } from "../parts/http-api-domain-inputs";
import { arnIsOwn, commonIsPlaced, functionsArePlaced, type PlaceRules } from "../parts/place-checks";
import type { WebServiceInput } from "./inputs";
import { permissionsFit } from "./permission-checks";

/** What the inputs name is where the provider works. */
export const servicePlaces =
  (input: WebServiceInput): PlaceRules =>
  (place) => [
    ...commonIsPlaced(input, place),
    ...functionsArePlaced("functions", input.functions, place),
    ...eachEntry("authorizers", input.authorizers, ({ functionArn }) => ({
      member: "function_arn",
      // The module gives the API the right to call it.
      ...arnIsOwn(functionArn, place),
    })),
    domainIsPlaced("public_api", input.publicApi, place),
    ...permissionsFit(input, place),
  ];
