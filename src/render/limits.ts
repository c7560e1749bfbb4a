/**
 * What the platforms accept, in one table. Characters are UTF-16 code units, as both platforms count them, and every
 * number is a maximum. Where a platform publishes no number, the entry says who measured it.
 */

/** Slack's Block Kit: https://docs.slack.dev/reference/block-kit and the pages below it. */
export const slack = {
  /** https://docs.slack.dev/reference/methods/chat.postMessage#truncating (recommended; cut by Slack at 40,000) */
  messageText: 4000,
  messageTextHard: 40_000,
  /** https://docs.slack.dev/reference/block-kit/blocks */
  messageBlocks: 50,
  /** Modals and the Home tab. */
  viewBlocks: 100,
  /**
   * All words of a message together, or chat.postMessage answers `msg_blocks_too_long`. Unpublished; people measured
   * 13,200 to 13,300, of which each block takes about 125 (https://github.com/slackapi/bolt-js/issues/2509 and /2867).
   */
  messageWeight: 12_000,
  blockWeight: 125,
  /** `view_too_large`, https://docs.slack.dev/reference/methods/views.open#errors: 250 kB of JSON */
  viewBytes: 250_000,
  blockId: 255,
  actionId: 255,
  /** https://docs.slack.dev/reference/block-kit/blocks/header-block */
  header: 150,
  /** https://docs.slack.dev/reference/block-kit/blocks/section-block */
  sectionText: 3000,
  sectionFields: 10,
  sectionField: 2000,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
  plainText: 3000,
  /** https://docs.slack.dev/reference/block-kit/blocks/context-block */
  contextElements: 10,
  /** https://docs.slack.dev/reference/block-kit/blocks/actions-block */
  actionsElements: 25,
  /** https://docs.slack.dev/reference/block-kit/block-elements/button-element */
  buttonText: 75,
  buttonLabel: 75,
  buttonValue: 2000,
  buttonUrl: 3000,
  /** https://docs.slack.dev/reference/block-kit/blocks/image-block */
  imageAlt: 2000,
  imageUrl: 3000,
  /** https://docs.slack.dev/reference/block-kit/blocks/table-block: in messages only, header row included */
  tables: 1,
  tableRows: 100,
  tableColumns: 20,
  tableCharacters: 10_000,
  /** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block: in messages only */
  charts: 2,
  chartTitle: 50,
  chartCategories: 20,
  chartLabel: 20,
  /** https://docs.slack.dev/reference/block-kit/composition-objects/option-object */
  optionText: 75,
  optionValue: 150,
  /** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element */
  options: 100,
  optionGroups: 100,
  optionGroupLabel: 75,
  /** https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element */
  inputValue: 3000,
  placeholder: 150,
  /** https://docs.slack.dev/reference/block-kit/blocks/input-block */
  inputLabel: 2000,
  inputHint: 2000,
  /** https://docs.slack.dev/reference/views/modal-views */
  modalTitle: 24,
  modalButton: 24,
  callbackId: 255,
  privateMetadata: 3000,
} as const;

/** Microsoft Teams and Adaptive Cards. */
export const teams = {
  /** https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference */
  cardVersion: '1.5',
  /**
   * A message with its envelope, in bytes of UTF-8: 28 KB on the way through webhooks and older clouds. Bots may
   * send up to 80 KB of UTF-16 today (…/platform/bots/how-to/format-your-bot-messages), which this is always under.
   */
  messageBytes: 28 * 1024,
  /** What of it the card may take; the rest is for addresses and ids around it. */
  cardBytes: 27 * 1024,
  /** Teams moves actions past the sixth to a menu, and the `adaptivecards` package drops those past the fifth. */
  actionsInSet: 5,
  /** …/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards */
  refreshUsers: 60,
  /** Pixels, our own: Teams publishes no maximum, and shrinks what its window cannot hold. See `sizeDialog`. */
  dialogWidth: 600,
  dialogHeights: [260, 420, 580, 740],
} as const;

/** Our own, on every platform, so that no one line can crowd out a card. */
export const ours = {
  title: 300,
  summary: 1000,
  buttonLabel: slack.buttonText,
  /** Form words: with all of them at their longest, a Slack hint still holds fault, toggle text and hint. */
  formLabel: 500,
  formHint: 800,
  formFault: 500,
  toggleText: 400,
  /** All words of a Home tab or a modal to read, weighed as a message of Slack's: more than anybody reads at once. */
  viewWeight: 40_000,
} as const;

/** The text itself. Throws RangeError when an id or argument is longer than a platform carries: it cannot be cut. */
export function within(max: number, what: string, text: string): string {
  if (text.length > max) throw new RangeError(`${what} has ${text.length} characters, at most ${max} can be carried`);
  return text;
}
