import type { Express } from 'express';

/**
 * The pages that the manifest names as the developer's: what this is, what it keeps, on which terms. Teams shows them
 * to whoever adds the app: https://learn.microsoft.com/microsoft-365/extensibility/schema/root-developer
 */
const pages = {
  '/': {
    title: 'Work Group',
    body: `<p>A bot for the Work Groups of Maths Hubs in England: it posts meetings and gap tasks, collects reflections and
reminds heads of what their schools agreed. It works inside Slack and Microsoft Teams; there is nothing to sign in to here.</p>
<p>For help, ask the specialist of your Work Group or the hub that gave you the app.</p>`,
  },
  '/privacy': {
    title: 'What Work Group keeps',
    body: `<h2>It keeps</h2>
<ul>
<li>names, email addresses, roles and schools, as the hub listed them, and the name and email address of the accounts in Slack
or Teams that it has met;</li>
<li>what you answer it: whether you come, whether cover is arranged, reflections on gap tasks, how commitments stand;</li>
<li>how many messages you write in your group’s channel on a day, and where a question was asked;</li>
<li>which messages it sent to whom and when, and what they said, but for words that only their reader may read.</li>
</ul>
<p>It keeps no words that people write to each other, and it needs no details of pupils.</p>
<h2>Who sees it</h2>
<p>Each card says who will read your answer. A reflection is read by its author and the specialist, and by the group only
if its author shares it. You see how much you write in the channel yourself; the specialist and the hub lead see it of
everybody; a head sees only how many people of the school took part.</p>
<h2>Where it is, and for how long</h2>
<p>It is in the database of whoever runs this bot for your hub, and is passed on to nobody else; what the bot posts is also
in Slack or Teams. What its messages said is kept until some time after your group’s school year (a year, unless your hub says
otherwise); how long the rest stays there is for your hub to decide. Ask your hub to see, correct or delete what is kept
about you.</p>`,
  },
  '/terms': {
    title: 'Terms of use',
    body: `<p>Your hub runs this bot and decides who may use it. The software is free, under the MIT licence, and comes without
any warranty. Please write nothing in it by which a pupil could be recognised.</p>`,
  },
} as const;

const css =
  'body{max-width:40rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 "Segoe UI",system-ui,sans-serif;color:#1a2630}' +
  'h1,h2{line-height:1.25}a{color:#0b6069}';

export function mountAbout(app: Express): void {
  for (const [address, { title, body }] of Object.entries(pages)) {
    const html =
      `<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>${title}</title>` +
      `<meta name="viewport" content="width=device-width"><style>${css}</style></head>` +
      `<body><h1>${title}</h1>${body}<p><a href="./">About</a> · <a href="privacy">Privacy</a> · ` +
      '<a href="terms">Terms</a></p></body></html>\n';
    app.get(address, (_request, response) => {
      response.set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'");
      response.type('html').send(html);
    });
  }
}
