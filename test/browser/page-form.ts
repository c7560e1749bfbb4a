import type { Locator } from 'playwright-core';
import type { OpenForm } from '../support/driver.js';

/** What stands in the dialog, as the person sees it. */
export async function readForm(dialog: Locator): Promise<OpenForm> {
  const fields = dialog.locator('.ac-adaptiveCard > :has(> .ac-input-container)');
  return {
    title: await dialog.getByRole('heading').first().innerText(),
    text: await dialog.innerText(),
    fields: Object.fromEntries(await fields.evaluateAll(readFields)),
  };
}

/** Runs in the page. @returns each field's label and what it holds, as it would be sent */
function readFields(fields: Element[]): [label: string, value: string][] {
  return fields.map((field) => {
    const label = field.querySelector('label')?.textContent?.replace(/ \*$/u, '') ?? '';
    const ticks = [...field.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
    if (field.querySelector('.ac-toggleInput')) return [label, String(ticks[0]?.checked)];
    if (ticks.length === 0)
      return [label, field.querySelector<HTMLInputElement>('input, select, textarea')?.value ?? ''];
    const ticked = ticks.filter((tick) => tick.checked);
    return [label, ticked.map((tick) => tick.value).join(',')];
  });
}

/** Fills the first field whose label is, or begins with, these words; choices are picked by what one reads. */
export async function fillField(dialog: Locator, label: string, value: unknown): Promise<void> {
  const exact = dialog.getByLabel(label, { exact: true });
  const field = ((await exact.count()) > 0 ? exact : dialog.getByLabel(startOf(label))).first();
  const kind = await field.evaluate((element) => element.getAttribute('role') ?? element.getAttribute('type'));
  if (kind === 'group') await tickOnly(field, value as readonly string[]);
  else if (kind === 'checkbox') await field.setChecked(String(value) === 'true');
  else if ((await field.locator('option').count()) > 0) await field.selectOption({ label: String(value) });
  else await field.fill(String(value));
}

async function tickOnly(group: Locator, labels: readonly string[]): Promise<void> {
  for (const ticked of await group.getByRole('checkbox', { checked: true }).all()) await ticked.uncheck();
  for (const label of labels) await group.getByLabel(label, { exact: true }).check();
}

const startOf = (words: string): RegExp => new RegExp(`^${words.replace(/[.*+?^${}()|[\]\\]/gu, '\\$&')}`, 'u');
