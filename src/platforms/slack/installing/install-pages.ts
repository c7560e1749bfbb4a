import type { ServerResponse } from 'node:http';
import escapeHtml from 'escape-html';

/** Three short pages that an administrator sees on the way from our link to Slack and back. No script, nothing from elsewhere. */

const style =
  'body{font:1.05rem/1.5 system-ui,sans-serif;max-width:36rem;margin:3rem auto;padding:0 1rem;color:#1d1c1d}' +
  'h1{font-size:1.5rem}a.go{display:inline-block;background:#4a154b;color:#fff;padding:.7rem 1.4rem;border-radius:.4rem;' +
  'text-decoration:none;font-weight:600}a.go:focus-visible{outline:3px solid #1264a3;outline-offset:2px}';

interface Page {
  title: string;
  paragraphs: readonly string[];
  list?: readonly string[];
  link?: { text: string; url: string };
}

export function sendPage(response: ServerResponse, status: number, page: Page): void {
  const { title, paragraphs, list = [], link } = page;
  response.writeHead(status, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  });
  response.end(
    `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main><h1>${escapeHtml(title)}</h1>` +
      paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`).join('') +
      (list.length > 0 ? `<ul>${list.map((text) => `<li>${escapeHtml(text)}</li>`).join('')}</ul>` : '') +
      (link ? `<p><a class="go" href="${escapeHtml(link.url)}">${escapeHtml(link.text)}</a></p>` : '') +
      '</main></body></html>',
  );
}

const again = 'Please start again from the link that you were sent.';

/** What went wrong on the way, by the code of Bolt's error. */
export function failurePage(code: string): { status: number; page: Page } {
  switch (code) {
    case 'slack_oauth_installer_authorization_error':
      return {
        status: 200,
        page: { title: 'Nothing was added', paragraphs: ['You said no in Slack, and nothing has changed.', again] },
      };
    case 'slack_oauth_invalid_state':
    case 'slack_oauth_missing_state':
    case 'slack_oauth_missing_code':
      return {
        status: 400,
        page: {
          title: 'This page is out of date',
          paragraphs: [
            'It was open for too long, was used before, or was begun in another browser. Nothing was added.',
            again,
          ],
        },
      };
    case 'slack_webapi_platform_error':
      return {
        status: 400,
        page: { title: 'Slack did not accept this', paragraphs: ['Nothing was added.', again] },
      };
    case 'slack_webapi_request_error':
      return {
        status: 503,
        page: {
          title: 'Slack does not answer just now',
          paragraphs: [
            'Nothing was added.',
            'Please wait a few minutes, then start again from the link that you were sent.',
          ],
        },
      };
    default:
      return {
        status: 500,
        page: {
          title: 'Something went wrong on our side',
          paragraphs: [
            'Please start again from the link that you were sent. If it happens again, tell whoever runs the bot.',
          ],
        },
      };
  }
}
