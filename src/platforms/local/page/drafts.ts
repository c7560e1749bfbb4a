const place = (key: string) => `workgroup:draft:${key}`;

/** Half-written words by person and place; where the browser allows it, they outlive a reload. */
export function createDrafts() {
  const drafts = new Map<string, string>();
  return {
    get: (key: string): string => drafts.get(key) ?? attempt(() => sessionStorage.getItem(place(key))) ?? '',
    set(key: string, words: string): void {
      drafts.set(key, words);
      attempt(() => (words ? sessionStorage.setItem(place(key), words) : sessionStorage.removeItem(place(key))));
    },
  };
}

function attempt<T>(store: () => T): T | undefined {
  try {
    return store();
  } catch {
    // Storage may be switched off, or full: a page that forgets is still a page.
    return undefined;
  }
}
