import type { NextFunction, Request, Response } from 'express';

/** Seconds for which a signature is good, before and after: https://docs.slack.dev/authentication/verifying-requests-from-slack */
const goodFor = 5 * 60;
const form = 'application/x-www-form-urlencoded';

/**
 * What Bolt leaves unchecked. It signs with any version that a request names, so that a part of a message that was
 * signed once could pass for a message of its own; and it takes signatures of times to come.
 */
export function beforeBolt(request: Request, response: Response, next: NextFunction): void {
  // Bolt stops reading a body that is too long, and whoever comes next on the same connection would wait for ever.
  response.on('finish', () => request.resume());
  const { 'x-slack-signature': signature, 'x-slack-request-timestamp': time, 'content-type': type } = request.headers;
  const isOurs =
    typeof signature === 'string' &&
    typeof time === 'string' &&
    /^v0=[0-9a-f]{64}$/u.test(signature) &&
    /^[1-9]\d{8,11}$/u.test(time) &&
    Math.abs(Date.now() / 1000 - Number(time)) <= goodFor;
  if (!isOurs) {
    response.status(401).end();
    return;
  }
  // Bolt knows forms by this type to the letter.
  if (type?.toLowerCase().startsWith(form)) request.headers['content-type'] = form;
  next();
}
