import type { FundingLine } from '../../../cards/funding.js';
import { formatFullDate } from '../../calendar/dates.js';
import type { FundingItem } from './schema.js';

/** "£1,000", "£12.50"; "not stated" where no paper says. */
export function amountWords(pence: number | null): string {
  if (pence === null) return 'amount not stated';
  return `£${(pence / 100).toLocaleString('en-GB', { minimumFractionDigits: pence % 100 === 0 ? 0 : 2 })}`;
}

export function statusWords({ status, confirmedOn, paidOn }: FundingItem): string {
  switch (status) {
    case 'unconfirmed':
      return 'subject to confirmation';
    case 'confirmed':
      return confirmedOn === null ? 'confirmed' : `confirmed on ${formatFullDate(confirmedOn)}`;
    case 'paid':
      return paidOn === null ? 'paid' : `paid on ${formatFullDate(paidOn)}`;
    case 'declined':
      return 'not coming';
    default:
      return status satisfies never;
  }
}

export const viewItem = (item: FundingItem): FundingLine => ({
  id: item.id,
  label: item.label,
  amount: amountWords(item.amount),
  status: statusWords(item),
  settled: item.status === 'paid' || item.status === 'declined',
  note: item.note,
});
