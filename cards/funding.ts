import { actions, bold, button, type Card, divider, type Element, type Form, facts, quiet, text } from './model.js';
import { capitalise, whoReads } from './words.js';

/** Something that a school is due. */
export interface FundingLine {
  id: string;
  label: string;
  /** "£1,000" or "amount not stated" */
  amount: string;
  /** "subject to confirmation", "paid on Mon 7 Dec 2026" */
  status: string;
  /** Nothing more is to come. */
  settled: boolean;
  note: string;
}

const readers = whoReads('the school’s head and head of department, the specialist and the hub lead');

const drawLine = ({ label, amount, status, note }: FundingLine): Element =>
  facts([label, bold(amount), `, ${status}`, ...(note === '' ? [] : [`. ${capitalise(note)}`])]);

/** `funding`: one school's, or every school's for those who lead. */
export function fundingCard(view: {
  groupId: string;
  /** As the programme's papers put it. */
  words: string;
  schools: readonly { school: string; items: readonly FundingLine[] }[];
  records: boolean;
}): Card {
  return {
    kind: 'card',
    title: 'Funding',
    summary: 'What the school is due, and what is confirmed or paid',
    body: [
      facts(['The programme', capitalise(view.words)]),
      ...(view.schools.length === 0 ? [quiet('The programme names no payment to schools.')] : []),
      ...view.schools.flatMap(({ school, items }, index): Element[] => [
        ...(index === 0 ? [] : [divider]),
        text(bold(school)),
        ...items.map(drawLine),
        ...(view.records
          ? [
              actions(
                ...items.map((item) =>
                  button(
                    `${item.settled ? 'Change' : 'Record'}: ${item.label}`,
                    'funding.record',
                    { group: view.groupId, item: item.id },
                    {
                      describe: `${item.label} of ${school}`,
                    },
                  ),
                ),
              ),
            ]
          : []),
      ]),
      quiet('No bank details are kept here, ever.'),
      readers,
    ],
  };
}

export function fundingForm(data: {
  groupId: string;
  itemId: string;
  school: string;
  item: FundingLine;
  status: string;
  /** "1000" */
  amount: string;
  on: string;
}): Form {
  return {
    kind: 'form',
    title: 'Record funding',
    submit: { route: 'funding.record', args: { group: data.groupId, item: data.itemId }, label: 'Save' },
    body: [
      text(bold(`${data.item.label}, ${data.school}`), `. Now: ${data.item.amount}, ${data.item.status}.`),
      {
        kind: 'select',
        name: 'status',
        label: 'How it stands',
        value: data.status,
        choices: [
          { value: 'unconfirmed', label: 'Subject to confirmation' },
          { value: 'confirmed', label: 'Confirmed' },
          { value: 'paid', label: 'Paid' },
          { value: 'declined', label: 'Not coming' },
        ],
      },
      { kind: 'date', name: 'on', label: 'On which day', value: data.on },
      {
        kind: 'text',
        name: 'amount',
        label: 'Amount in pounds',
        lines: 'one',
        value: data.amount,
        hint: 'Leave it as it is if it is not known.',
      },
      {
        kind: 'text',
        name: 'note',
        label: 'A few words, if you like',
        lines: 'one',
        value: data.item.note,
        hint: 'No bank details, please.',
      },
      quiet('The head is told once when money is confirmed or paid.'),
      readers,
    ],
  };
}

/** To the head, once. */
export function fundingNewsCard(groupId: string, school: string, item: FundingLine): Card {
  return {
    kind: 'card',
    title: `Funding for ${school}`,
    summary: `${item.label}: ${item.amount}, ${item.status}`,
    body: [drawLine(item), actions(button('All funding', 'funding.show', { group: groupId })), readers],
  };
}
