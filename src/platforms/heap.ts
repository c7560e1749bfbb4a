interface Entry<Item> {
  number: number;
  item: Item;
}

export interface Heap<Item> {
  push(number: number, item: Item): void;
  /** The entry with the smallest number. */
  first(): Entry<Item> | undefined;
  /** Takes that one out. */
  pop(): Entry<Item> | undefined;
}

/** A queue by number: each step costs as many comparisons as its size has binary digits. */
export function createHeap<Item>(): Heap<Item> {
  const entries: Entry<Item>[] = [];
  const numberAt = (index: number): number => entries[index]?.number ?? Number.POSITIVE_INFINITY;

  function swap(one: number, other: number): void {
    const [a, b] = [entries[one], entries[other]];
    if (a && b) [entries[one], entries[other]] = [b, a];
  }

  function rise(from: number): void {
    for (let index = from; index > 0; ) {
      const parent = (index - 1) >> 1;
      if (numberAt(parent) <= numberAt(index)) return;
      swap(parent, index);
      index = parent;
    }
  }

  function sink(): void {
    for (let index = 0; ; ) {
      const left = 2 * index + 1;
      const child = numberAt(left + 1) < numberAt(left) ? left + 1 : left;
      if (numberAt(index) <= numberAt(child)) return;
      swap(index, child);
      index = child;
    }
  }

  return {
    push: (number, item) => {
      entries.push({ number, item });
      rise(entries.length - 1);
    },
    first: () => entries[0],
    pop: () => {
      swap(0, entries.length - 1);
      const least = entries.pop();
      sink();
      return least;
    },
  };
}
