import fc from 'fast-check';
import type { Button, Card, Choice, Element, Field, Form, Span } from '../../cards/model.js';
import type { CardOptions } from '../../src/render/adaptive-card.js';

/** What people write that has a meaning to some platform, or that is easy to cut in the wrong place. */
export const nasty = [
  '<!channel> and @channel',
  '<@U123>',
  '[a](http://evil.example)',
  '![x](http://evil.example/x.png)',
  '*bold* _x_ ~gone~ **both**',
  '`code` ```block```',
  '<script>alert(1)</script>',
  '&amp; &lt; &#42; Maths & Science',
  '👩‍👩‍👧‍👦🏳️‍🌈👍🏽 é',
  'שלום עולם مرحبا',
  'one\ntwo\n\nthree\r\nfour',
  '1. first\n2) second\n- third\n# fourth\n> fifth\n=====',
  '    indented',
  'a\\*b \\',
  '| a | b |\n|---|---|\n| 1 | 2 |',
  ':tada: :no_entry:',
  'http://evil.example/a_b_c',
];

const letters = fc.string({ unit: 'grapheme', maxLength: 40 });
const long = fc.constantFrom('word ', 'ö', '👩‍👩‍👧', '*', 'x'.repeat(100)).map((piece) => piece.repeat(2500));
export const words = fc.oneof(
  { weight: 6, arbitrary: letters },
  { weight: 6, arbitrary: fc.constantFrom(...nasty) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
);
const anyLength = fc.oneof({ weight: 30, arbitrary: words }, { weight: 1, arbitrary: long });
const url = fc.oneof(
  fc.webUrl({ withQueryParameters: true, withFragments: true }),
  fc.constantFrom('https://example.org/a_(b)?c=[d]&e=*f*', 'javascript:alert(1)', 'data:text/html,x', 'nonsense', ''),
);
/** Ids and arguments are the product's own, and bounded by contract. */
const id = fc.stringMatching(/^[a-z][a-z0-9-]{0,11}$/);
const args = fc.dictionary(id, fc.oneof(id, fc.constantFrom(...nasty)), { maxKeys: 4 });

const span: fc.Arbitrary<Span> = fc.oneof(
  anyLength,
  words.map((text) => ({ kind: 'bold' as const, text })),
  fc.record({ kind: fc.constant('link' as const), text: words, url }),
  words.map((name) => ({ kind: 'person' as const, name })),
  words.map((text) => ({ kind: 'date' as const, text })),
);
const text = fc.array(span, { maxLength: 4 });

const button: fc.Arbitrary<Button> = fc.record(
  {
    label: words,
    describe: words,
    style: fc.constantFrom('primary' as const, 'danger' as const),
    press: fc.record({ route: id.map((name) => `feature.${name}`), args }),
    url,
  },
  { requiredKeys: ['label'] },
);

const element: fc.Arbitrary<Element> = fc.oneof(
  fc.record({ kind: fc.constant('heading' as const), text: words }),
  fc.record(
    { kind: fc.constant('text' as const), text, tone: fc.constantFrom('normal', 'quiet', 'quote') },
    { requiredKeys: ['kind', 'text'] },
  ) as fc.Arbitrary<Element>,
  fc.record({
    kind: fc.constant('facts' as const),
    facts: fc.array(fc.record({ label: words, value: text }), { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('table' as const),
    caption: words,
    columns: fc.array(words, { maxLength: 4 }),
    rows: fc.array(fc.array(text, { maxLength: 4 }), { maxLength: 5 }),
  }),
  // Wider and longer than Slack's table block.
  fc.record({
    kind: fc.constant('table' as const),
    caption: words,
    columns: fc.array(letters, { minLength: 1, maxLength: 24 }),
    rows: fc.array(fc.constant([['a'], ['b']]), { maxLength: 130 }),
  }),
  fc
    .record({
      kind: fc.constant('progress' as const),
      label: words,
      done: fc.nat(50),
      total: fc.integer({ min: 1, max: 50 }),
    })
    .filter(({ done, total }) => done <= total),
  fc.record({ kind: fc.constant('picture' as const), url, alt: words }),
  fc.record({
    kind: fc.constant('chart' as const),
    title: words,
    bars: fc.array(fc.record({ label: words, value: fc.nat(1000) }), { maxLength: 6 }),
  }),
  fc.record({
    kind: fc.constant('notice' as const),
    tone: fc.constantFrom('info' as const, 'good' as const, 'warning' as const),
    text,
  }),
  fc.record({ kind: fc.constant('actions' as const), buttons: fc.array(button, { maxLength: 30 }) }),
  fc.constant({ kind: 'divider' as const }),
);

export const card: fc.Arbitrary<Card> = fc.record(
  {
    kind: fc.constant('card' as const),
    title: anyLength,
    summary: anyLength,
    body: fc.oneof(
      { weight: 4, arbitrary: fc.array(element, { maxLength: 8 }) },
      { weight: 1, arbitrary: fc.array(element, { minLength: 40, maxLength: 70 }) },
    ),
    more: button,
  },
  { requiredKeys: ['kind', 'title', 'summary', 'body'] },
);

/** How Teams gets a card: ids of users are as long as Teams' own. */
export const cardOptions: fc.Arbitrary<CardOptions> = fc.record(
  {
    opens: fc.constantFrom(
      (route: string) => route.length % 2 === 0,
      () => true,
    ),
    from: fc.record({ route: id, args }),
    refresh: fc.nat(70).map((n) => Array.from({ length: n }, (_, i) => `29:${'1aB-'.repeat(20)}${i}`)),
  },
  { requiredKeys: [] },
);

const choices: fc.Arbitrary<Choice[]> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.uniqueArray(fc.record({ value: fc.oneof(id, fc.constantFrom('a,b', '100%')), label: words }), {
      maxLength: 6,
      selector: (choice) => choice.value,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.nat(700).map((n) => Array.from({ length: n }, (_, i) => ({ value: `p${i}`, label: `Person ${i}` }))),
  },
);
const several = choices.chain((list) =>
  fc.record({
    choices: fc.constant(list),
    value: fc.subarray(
      list.map((choice) => choice.value),
      { maxLength: Math.min(20, list.length) },
    ),
  }),
);
const civil = fc.oneof(fc.constantFrom('2026-11-10', '2027-01-04'), words);

const base = { name: id, label: anyLength };
const more = { hint: words, required: fc.boolean(), fault: words };
const field = fc.oneof(
  fc.record(
    {
      ...base,
      kind: fc.constant('text'),
      value: anyLength,
      lines: fc.constantFrom('one', 'many'),
      placeholder: words,
      maxLength: fc.nat(9),
      ...more,
    },
    { requiredKeys: ['name', 'label', 'kind'] },
  ),
  fc.record(
    { ...base, kind: fc.constant('number'), value: fc.integer(), min: fc.integer(), max: fc.integer(), ...more },
    { requiredKeys: ['name', 'label', 'kind'] },
  ),
  fc.record(
    { ...base, kind: fc.constant('date'), value: civil, min: civil, max: civil, ...more },
    { requiredKeys: ['name', 'label', 'kind'] },
  ),
  fc.record(
    { ...base, kind: fc.constant('time'), value: fc.oneof(fc.constant('13:00'), words), ...more },
    { requiredKeys: ['name', 'label', 'kind'] },
  ),
  fc.record(
    { ...base, kind: fc.constant('toggle'), text: words, value: fc.boolean(), ...more },
    { requiredKeys: ['name', 'label', 'kind', 'text'] },
  ),
  fc
    .tuple(
      fc.record({ ...base, ...more }, { requiredKeys: ['name', 'label'] }),
      several,
      fc.constantFrom('select', 'multi-select', 'people'),
    )
    .map(([common, { choices: list, value }, kind]) => ({
      ...common,
      kind,
      choices: list,
      ...(kind !== 'select' ? { value } : value[0] === undefined ? {} : { value: value[0] }),
    })),
) as fc.Arbitrary<Field>;

export const form: fc.Arbitrary<Form> = fc
  .record(
    {
      kind: fc.constant('form' as const),
      title: anyLength,
      submit: fc.record({ route: id, args, label: words }),
      keep: fc.record({ label: words }),
      fault: words,
      elements: fc.array(element, { maxLength: 4 }),
      fields: fc.uniqueArray(field, { maxLength: 8, selector: ({ name }) => name }),
    },
    { requiredKeys: ['kind', 'title', 'submit', 'elements', 'fields'] },
  )
  .map(({ elements, fields, ...rest }) => ({ ...rest, body: [...elements, ...fields] }));
