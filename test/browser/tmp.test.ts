import { it } from 'vitest';
import { playHalfTerm } from '../scenarios/half-term.js';
import { inBrowser } from './setting.js';

inBrowser('trace', (open) => {
  it('plays', async () => {
    const { driver } = await open();
    const t0 = Date.now();
    const wrap = (o: any, n: string): any =>
      new Proxy(o, {
        get(t, k) {
          const v = t[k];
          if (typeof v !== 'function') return v;
          return (...a: any[]) => {
            const s = Date.now();
            const r = v.apply(t, a);
            if (k === 'as') return wrap(r, a[0]);
            if (r?.then)
              return r.then((x: any) => {
                process.stderr.write(
                  `${s - t0} +${Date.now() - s} ${n}.${String(k)} ${JSON.stringify(a).slice(0, 80)}\n`,
                );
                return x;
              });
            return r;
          };
        },
      });
    await playHalfTerm(wrap(driver, 'driver'));
  }, 200_000);
});
