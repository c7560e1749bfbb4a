let works = 0;

/** Marks the page while something on it is on its way, for whoever waits until it is up to date. */
export async function whileWorking<T>(work: () => Promise<T>): Promise<T> {
  count(1);
  try {
    return await work();
  } finally {
    count(-1);
  }
}

function count(step: 1 | -1): void {
  works += step;
  document.documentElement.toggleAttribute('data-working', works > 0);
}
