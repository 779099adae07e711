/** A call of the local AWS's control path, `/_local/…`. */
export type Control = <T>(method: "POST" | "DELETE", path: string, body?: unknown) => Promise<T>;

/** Header that carries the token of the run, without which the control path refuses. */
export const TOKEN_HEADER = "x-local-token";

/** Calls the control path of the local AWS at `endpoint`. */
export function controlOf(endpoint: string, token: string): Control {
  return async <T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${endpoint}/_local/${path}`, {
      method,
      headers: { [TOKEN_HEADER]: token },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (!response.ok)
      throw new Error(`${method} /_local/${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as T;
  };
}
