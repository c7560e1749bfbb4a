/** Milliseconds for one answer of Slack's. */
const patience = 10_000;

/** A workspace that we hold a token for. */
export interface Workspace {
  ref: string;
  name: string;
  hubId: string | undefined;
  token: string;
}

export interface Answer {
  body: Record<string, unknown>;
  headers: Headers;
}

/** One call, with its headers, which Slack's own client keeps to itself. Undefined when nothing of Slack's came back. */
export async function askSlack(
  apiUrl: string,
  method: 'auth.test' | 'users.lookupByEmail',
  token: string | undefined,
  args: Record<string, string> = {},
): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${apiUrl}${method}`, {
      method: 'POST',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      body: new URLSearchParams(args),
      signal: AbortSignal.timeout(patience),
    });
    if (response.status === 429) return { body: { ok: false, error: 'ratelimited' }, headers: response.headers };
    const body: unknown = await response.json();
    return typeof body === 'object' && body !== null && 'ok' in body
      ? { body: body as Record<string, unknown>, headers: response.headers }
      : undefined;
  } catch {
    return undefined;
  }
}
