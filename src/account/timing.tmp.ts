import { before, describe, test } from 'node:test';
import { makeAccount, openBrowser, PASSWORD } from '../../test/support/accounts.ts';
import { onBothEngines, startApp, type TestApp } from '../../test/support/app.ts';
import { cast } from '../../test/support/cast.ts';

const auc = (a: number[], b: number[]) => {
  let w = 0;
  for (const x of a) for (const y of b) w += x > y ? 1 : x === y ? 0.5 : 0;
  return w / a.length / b.length;
};
onBothEngines('timing', (engine) => {
  let app: TestApp;
  const N = Number(process.env.N ?? 300);
  before(async () => {
    app = await startApp(engine, { world: cast(), settings: { trustedProxies: ['127.0.0.1'] } });
  });
  for (const path of ['/api/auth/sign-in/email', '/api/auth/sign-in/magic-link', '/api/auth/request-password-reset']) {
    test(path, async () => {
      await app.context.db.write(async (tx) => {
        await tx.kysely.deleteFrom('attempt').execute();
      });
      const { createPerson } = await import('./person.ts');
      const { hashPassword } = await import('./password.ts');
      const { parseEmail } = await import('../rules/email.ts');
      const passwordHash = await hashPassword(PASSWORD);
      const tag = Math.random().toString(36).slice(2, 8);
      await app.context.db.write(async (tx) => {
        for (let i = 0; i < N; i++)
          await createPerson(
            tx,
            { name: 'x', email: parseEmail(`k${tag}${i}@alder.example`)!, passwordHash },
            1713508570,
          );
      });
      const times: Record<string, number[]> = { k: [], u: [] };
      for (let i = 0; i < N; i++)
        for (const kind of i % 2 ? ['k', 'u'] : ['u', 'k']) {
          const b = openBrowser(app.url, `10.${kind === 'k' ? 1 : 2}.${i >> 8}.${i & 255}`);
          const t = performance.now();
          const r = await b.post(
            path,
            path.endsWith('email')
              ? { email: `${kind}${tag}${i}@alder.example`, password: 'not this one' }
              : { email: `${kind}${tag}${i}@alder.example` },
          );
          times[kind]!.push(performance.now() - t);
          if (![200, 401].includes(r.status)) throw new Error(r.text);
        }
      const med = (a: number[]) => a.toSorted((x, y) => x - y)[a.length >> 1]!.toFixed(2);
      console.log(engine, path, 'AUC', auc(times.k!, times.u!).toFixed(3), 'median', med(times.k!), med(times.u!));
    });
  }
});
