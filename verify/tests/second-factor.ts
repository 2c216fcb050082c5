import { WRONG_CODES_A_DAY } from '../../src/auth/throttle.ts';
import { type Browser, makeAccount, openBrowser, totp } from '../../test/support/accounts.ts';
import { Chance } from '../support/chance.ts';
import { inHouse, load, newHouse, worldWith } from '../support/house.ts';
import { both, Failures, type Proof } from '../support/proof.ts';
import { startServer } from '../support/server.ts';

const MOST = WRONG_CODES_A_DAY.known + WRONG_CODES_A_DAY.strange;
const ADDRESSES = 50;
const AT_ONCE = 16;
const VICTIM = 'victim@verify.example';
const ATTACKER = 'attacker@verify.example';
const ONCE = 'once@verify.example';
const NAME = 'carrel.two_factor';

/** The cookies of an account with a second factor, and what its app shows. */
async function secured(url: string, email: string) {
  const browser = openBrowser(url, '192.0.2.1');
  await browser.signIn(email);
  const { body } = await browser.post('/api/auth/two-factor/enable', { password: 'correct horse battery' });
  const first = await browser.post('/api/auth/two-factor/verify-totp', {
    code: totp(body.totpURI, Date.now() - 30_000),
  });
  if (first.status !== 200) throw new Error(`the second factor was not switched on: ${first.text}`);
  return { browser, uri: body.totpURI as string, backupCodes: body.backupCodes as string[] };
}

/** What an attacker may send as the cookie of the waiting sign-in. `other` is that of an account of their own. */
const tricks: ((value: string, other: string) => string)[] = [
  (value) => `${NAME}=${value}`,
  (value) => `__Secure-${NAME}=made-up.signature; ${NAME}=${value}`,
  (value) => `${NAME}=${value}; __Host-${NAME}=made-up.signature`,
  (value, other) => `__Host-${NAME}=${other}; ${NAME}=${value}`,
  (value, other) => `${NAME}=${other}; ${NAME}=${value}`,
  (value, other) => `${NAME}=${value}; ${NAME}=${other}`,
  (value) => `${NAME}=${decodeURIComponent(value)}`,
  (value) => `${NAME}="${value}"`,
  (value) => `${NAME}=${value.replaceAll(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}`,
  (value) => `${NAME} =${value}`,
  (value) => `;;=;x=%; ${NAME}=${value};`,
  (value, other) => `${NAME}=${value.split('.')[0]}.${other.split('.')[1]}`,
  () => `${NAME}=%`,
];

const TOGETHER = 8;

/** A code that comes with several sign-ins at one moment opens one of them, and none afterwards. */
async function takenOnce(url: string, failures: Failures): Promise<void> {
  const { uri, backupCodes } = await secured(url, ONCE);
  const codes = { 'verify-totp': totp(uri, Date.now()), 'verify-backup-code': backupCodes[0] };
  for (const [path, code] of Object.entries(codes)) {
    const waiting: Browser[] = [];
    for (let i = 0; i < TOGETHER; i++) {
      const browser = openBrowser(url, `203.0.113.${i}`);
      const { body } = await browser.signIn(ONCE);
      failures.unless(body.twoFactorRedirect === true, `a sign-in was not asked for a code: ${JSON.stringify(body)}`);
      waiting.push(browser);
    }
    const last = waiting.pop() as Browser;
    const give = (browser: Browser) => browser.post(`/api/auth/two-factor/${path}`, { code });
    const answers = [...(await Promise.all(waiting.map(give))), await give(last)];
    const opened = answers.filter(({ status }) => status === 200).length;
    failures.unless(opened === 1, `one code opened ${opened} of ${TOGETHER} sign-ins at ${path}`);
  }
}

/** Guesses at the codes of somebody whose password is known, from many addresses, with every trick of cookies. */
export const secondFactor: Proof = {
  name: 'second-factor',
  promise: `of the codes that are guessed for one person at most ${MOST} are looked at in a day, whatever cookies come with them; each is taken once`,
  unit: 'guesses',
  engines: both,
  full: 10_000,
  short: 300,
  async run(trial) {
    const failures = new Failures();
    const chance = new Chance(trial.seed);
    const house = await newHouse(trial, { TRUSTED_PROXIES: '127.0.0.1', LOG_LEVEL: 'error' });
    await load(house, worldWith([]));
    await inHouse(house, async (context) => {
      for (const email of [VICTIM, ATTACKER, ONCE]) await makeAccount({ context }, { email });
    });
    const { url } = await startServer(trial, house);
    const victim = await secured(url, VICTIM);
    const attacker = await secured(url, ATTACKER);
    await takenOnce(url, failures);
    const said: Record<string, number> = {};
    let challenges = 0;

    /** A sign-in of the victim that waits: a fresh one now and then, from the address of whoever guesses. */
    const waiting = async (browser: Browser, email: string): Promise<string> => {
      const asked = await browser.signIn(email);
      failures.unless(asked.status === 200, `a right password was answered ${asked.text}`);
      challenges++;
      return browser.cookies.get(NAME) ?? '';
    };
    const guess = async (i: number, value: string, other: string): Promise<void> => {
      const browser = openBrowser(url, `198.51.100.${i % ADDRESSES}`);
      browser.headers.cookie = chance.pick(tricks)(value, other);
      const [path, code] = chance.maybe(0.8)
        ? ['verify-totp', String(chance.whole(0, 999_999)).padStart(6, '0')]
        : ['verify-backup-code', `aaaaa-${i}`];
      const answer = await browser.post(`/api/auth/two-factor/${path}`, { code, trustDevice: chance.maybe(0.5) });
      const word = answer.status === 200 ? 'in' : String(answer.body?.code);
      said[word] = (said[word] ?? 0) + 1;
      failures.unless([400, 401, 429].includes(answer.status), `${answer.status} ${answer.text}`);
    };
    const owner = async (i: number): Promise<void> => {
      const device = victim.browser.copy();
      await device.post('/api/auth/sign-out');
      await device.signIn(VICTIM);
      const code = victim.backupCodes[i] ?? '';
      const answer = await device.post('/api/auth/two-factor/verify-backup-code', { code });
      failures.unless(answer.status === 200, `the owner was answered ${answer.text}`);
    };

    for (let done = 0; done < trial.n; ) {
      const host = `198.51.100.${Math.floor(done / AT_ONCE) % ADDRESSES}`;
      const value = await waiting(openBrowser(url, host), VICTIM);
      const other = await waiting(openBrowser(url, host), ATTACKER);
      const round = Math.min(trial.n - done, 5 * AT_ONCE);
      for (let at = 0; at < round; at += AT_ONCE) {
        const some = Math.min(AT_ONCE, round - at);
        await Promise.all(Array.from({ length: some }, (_, k) => guess(done + at + k, value, other)));
      }
      if (done % (40 * AT_ONCE) === 0 && done / (40 * AT_ONCE) < 10) await owner(done / (40 * AT_ONCE));
      done += round;
      trial.progress(done / trial.n);
    }
    const looked = (said.INVALID_CODE ?? 0) + (said.INVALID_BACKUP_CODE ?? 0) + (said.in ?? 0);
    failures.unless(looked > 0 && looked <= MOST, `${looked} guesses were looked at: ${JSON.stringify(said)}`);
    failures.unless(attacker.backupCodes.length > 0, 'the attacker has no second factor');
    const figure = `${looked} looked at, at most ${MOST} may be; ${challenges} sign-ins, ${ADDRESSES} addresses`;
    return { n: trial.n, figure, failures: failures.list() };
  },
};
