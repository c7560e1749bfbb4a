/**
 * An email address as it is compared: without blanks around it, and with the capitals A to Z made small. No other sign is
 * changed, because some that look like another letter would become that letter (the Kelvin sign a k).
 */
export const plainAddress = (address: string): string =>
  address.trim().replace(/[A-Z]/gu, (letter) => letter.toLowerCase());
