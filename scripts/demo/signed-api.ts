import { AwsClient } from "aws4fetch";

/** Keys of an IAM principal. */
export interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request to an HTTP API. */
export interface ApiRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Leaves the signature out. Default: false. */
  readonly unsigned?: boolean;
  readonly signal?: AbortSignal;
}

/** An answer of an HTTP API, read. */
export interface ApiAnswer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The JSON value; undefined for anything else. */
  readonly body: Body | undefined;
}

/** Sends a request to a URL; the host name need not resolve. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/** Calls an HTTP API whose routes ask for IAM signatures. */
export class SignedApi {
  private readonly client: AwsClient;

  constructor(
    private readonly endpoint: string,
    private readonly send: Send,
    region: string,
    keys: Keys,
  ) {
    this.client = new AwsClient({ ...keys, region, service: "execute-api" });
  }

  /** Calls a path such as `/jobs`. */
  public async call(path: string, request: ApiRequest = {}): Promise<Response> {
    const { method = "GET", headers = {}, body, unsigned = false, signal } = request;
    const url = `${this.endpoint}${path}`;
    const content = body as RequestInit["body"];
    // The signature is for the API's own host name, wherever the call is sent. It leaves out the caller's headers: a strange one is then the
    // API's to judge.
    const signed = unsigned ? new Headers() : (await this.client.sign(url, { method, body: content })).headers;
    signed.delete("content-type");
    for (const [name, value] of Object.entries(headers)) signed.set(name, value);
    return this.send(url, { method, headers: signed, body: content, signal });
  }

  /** Calls a path and reads the answer. */
  public async ask<Body>(path: string, request?: ApiRequest): Promise<ApiAnswer<Body>> {
    const response = await this.call(path, request);
    const { status, headers } = response;
    const text = await response.text();
    const isJson = /json/.test(headers.get("content-type") ?? "") && text !== "";
    return { status, headers, text, body: isJson ? (JSON.parse(text) as Body) : undefined };
  }

  /** Posts a JSON value, or a text as it is. */
  public post(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return this.call(path, {
      method: "POST",
      body: text,
      headers: { "content-type": "application/json", ...headers },
    });
  }
}
