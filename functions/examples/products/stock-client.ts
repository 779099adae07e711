import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { CLIENT_OPTIONS, within } from "../../shared/aws";
import { sayThrown } from "../../shared/thrown";
import { type StockRequest, stockAnswer } from "./schemas";

/** A cold start fits; nobody waits longer for a number that may be missing. */
const CALL_SECONDS = 2;

/**
 * Asks the stock service for the level of a product. Never throws: null, and a line in the log, when the service does not say.
 * @param functionName name of its function and the alias: `stock:live`
 */
export function stockClient(functionName: string): (productId: string) => Promise<number | null> {
  const lambda = new LambdaClient(CLIENT_OPTIONS);
  return async (productId) => {
    try {
      const request: StockRequest = { productIds: [productId] };
      const invoke = new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify(request)) });
      const { FunctionError, Payload } = await lambda.send(invoke, within(CALL_SECONDS));
      const text = Buffer.from(Payload ?? []).toString();
      if (FunctionError !== undefined) throw new Error(`The stock service failed: ${text}`);
      return stockAnswer.parse(JSON.parse(text)).levels[productId] ?? null;
    } catch (error) {
      console.warn(JSON.stringify({ level: "WARN", message: "Stock is unknown", productId, error: sayThrown(error) }));
      return null;
    }
  };
}
