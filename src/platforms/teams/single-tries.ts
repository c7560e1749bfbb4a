import type { ConnectorClient } from 'botframework-connector';

/** What the SDK's client hides: the steps that each request goes through. */
interface Inside {
  client: { pipeline: { removePolicy(options: { name: string }): unknown } };
}

/**
 * By itself the SDK's client makes a call up to four times when Teams is busy or the connection breaks, without
 * asking the pace; and each try of a message may have become one. We decide that ourselves.
 */
export function withoutRetries(client: ConnectorClient): ConnectorClient {
  (client as unknown as Inside).client.pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return client;
}
