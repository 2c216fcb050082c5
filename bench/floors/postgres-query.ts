/** Bare node:http that answers each request with the row of one prepared query by pg. */
import { createServer } from 'node:http';
import pg from 'pg';

const { port, url, licenses } = JSON.parse(process.argv[2] as string) as {
  port: number;
  url: string;
  licenses: number;
};
const pool = new pg.Pool({ connectionString: url, max: 10 });
const text = `select l.id, l.pool_id, l.manager_id, l.course_id, l.link_id, l.transferable, l.start_at, l.end_at, l.ended_at,
  l.ended_how, l.student_id, s.name, s.email
  from license l join student s on s.id = l.student_id where l.id = $1 and l.manager_id = $2`;

createServer(async (_request, response) => {
  const id = 1 + Math.floor(Math.random() * licenses);
  const { rows } = await pool.query({ name: 'license', text, values: [id, 1] });
  const body = JSON.stringify(rows[0]);
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}).listen(port, '127.0.0.1');
