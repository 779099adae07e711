/** A call of the local AWS's control path, `/_local/…`. */
export async function control<T>(
  endpoint: string,
  method: "POST" | "DELETE",
  path: string,
  body?: unknown,
): Promise<T> {
  const response = await fetch(`${endpoint}/_local/${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} /_local/${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}
