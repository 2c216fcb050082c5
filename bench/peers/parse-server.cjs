/**
 * Parse Server on PostgreSQL, set up as its guide does, with the assignment as cloud code is usually written. Runs in
 * the folder where it was installed. Tells its parent what a client must know.
 */
const { createRequire } = require('node:module');
const { join } = require('node:path');
const installed = createRequire(join(process.cwd(), 'package.json'));
const express = installed('express');
const { ParseServer } = installed('parse-server');

const { port, url, pools, licenses } = JSON.parse(process.argv[2]);
const keys = { appId: 'bench', masterKey: 'master', restAPIKey: 'rest' };
const asMaster = { useMasterKey: true };

function cloud(Parse) {
  Parse.Cloud.define('assign', async ({ params, user }) => {
    const pool = await new Parse.Query('Pool').equalTo('owner', user).get(params.poolId, asMaster);
    const now = new Date();
    if (pool.get('start') > now || pool.get('end') <= now) throw new Parse.Error(141, 'pool_not_running');
    const email = params.email.toLowerCase();
    let student = await new Parse.Query('Student').equalTo('email', email).first(asMaster);
    const course = pool.get('course');
    const held = new Parse.Query('License')
      .equalTo('student', student)
      .equalTo('course', course)
      .equalTo('active', true);
    if (student && (await held.first(asMaster))) throw new Parse.Error(141, 'already_enrolled');
    if (pool.get('assigned') >= pool.get('licenses')) throw new Parse.Error(141, 'no_available_licenses');
    student ??= await new Parse.Object('Student').save({ email, name: 'Student' }, asMaster);
    pool.increment('assigned');
    const license = new Parse.Object('License', { pool, course, student, owner: user, active: true });
    license.set({ start: now, end: pool.get('end') });
    license.setACL(new Parse.ACL(user));
    await license.save(null, asMaster);
    const event = new Parse.Object('Event', { kind: 'license.assigned', license, owner: user });
    const mail = new Parse.Object('Mail', { kind: 'license_assigned', license, recipient: email });
    await Parse.Object.saveAll([pool, event, mail], asMaster);
    return license.toJSON();
  });
}

/** A user with many large pools and one of ten seats, and licenses with a student each. */
async function seed(Parse) {
  const user = await Parse.User.signUp('manager', 'password', { email: 'manager@example.com' });
  const terms = { owner: user, start: new Date(Date.now() - 1e9), end: new Date(Date.now() + 1e11) };
  const made = Array.from(
    { length: pools + 1 },
    (_, i) => new Parse.Object('Pool', { ...terms, licenses: i === 0 ? 10 : 1e7, assigned: 0, course: `course ${i}` }),
  );
  await Parse.Object.saveAll(made, asMaster);
  const ids = [];
  for (let at = 0; at < licenses; at += 500) {
    const students = Array.from(
      { length: 500 },
      (_, i) => new Parse.Object('Student', { name: 'Student', email: `student.${at + i}@example.com` }),
    );
    await Parse.Object.saveAll(students, asMaster);
    const batch = students.map((student, i) => {
      const pool = made[1 + (i % pools)];
      const license = new Parse.Object('License', {
        ...terms,
        pool,
        student,
        course: pool.get('course'),
        active: true,
      });
      license.setACL(new Parse.ACL(user));
      return license;
    });
    await Parse.Object.saveAll(batch, asMaster);
    ids.push(...batch.map(({ id }) => id));
  }
  const [small, ...large] = made.map(({ id }) => id);
  const answer = await fetch(`http://127.0.0.1:${port}/parse/login`, {
    method: 'POST',
    headers: {
      'x-parse-application-id': keys.appId,
      'x-parse-rest-api-key': keys.restAPIKey,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ username: 'manager', password: 'password' }),
  });
  const { sessionToken } = await answer.json();
  return { session: sessionToken, licenses: ids, pools: large, small };
}

async function start() {
  const server = new ParseServer({
    ...keys,
    databaseURI: url,
    serverURL: `http://127.0.0.1:${port}/parse`,
    cloud,
    silent: true,
    logsFolder: null,
    allowClientClassCreation: true,
  });
  await server.start();
  const app = express();
  app.use('/parse', server.app);
  await new Promise((resolve) => app.listen(port, '127.0.0.1', resolve));
  process.send(await seed(globalThis.Parse ?? installed('parse/node')));
}

start().catch((error) => {
  console.error(error);
  process.exit(1);
});
