import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListOptions } from './list-rows.ts';
import { readPeople } from './people-list.ts';

const course = { id: 10, title: 'Mastering DAX' };

function read(text: string, more: Partial<ListOptions> = {}) {
  const reading = readPeople(text, { as: null, course, mostRows: 5000, ...more });
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}

type Person = [line: number, email: string, name?: string | null, endDate?: string | null];

/** What is read of a list: its people, and where a row has something wrong, the word for it. */
function people(text: string, more: Partial<ListOptions> = {}) {
  const { list, fault } = read(text, more);
  if (!list) return fault.reason;
  return list.rows.map(({ line, email, name, endDate, fault: wrong }) =>
    wrong ? [line, wrong.reason] : [line, email, name, endDate],
  );
}

const full = (persons: Person[]) => persons.map(([line, email, name = null, end = null]) => [line, email, name, end]);

/** What was written, and who is read from it. */
const LISTS: Record<string, [string, Person[]][]> = {
  'addresses one per line, with a name and a date beside them': [
    ['ana@a.example', [[1, 'ana@a.example']]],
    [
      'ana@a.example\nbob@a.example,Bob,2027-06-30',
      [
        [1, 'ana@a.example'],
        [2, 'bob@a.example', 'Bob', '2027-06-30'],
      ],
    ],
    [
      'ana@a.example,2027-06-30\nbob@a.example,',
      [
        [1, 'ana@a.example', null, '2027-06-30'],
        [2, 'bob@a.example'],
      ],
    ],
    [
      'Ana Ray;ana@a.example\nBob;bob@a.example',
      [
        [1, 'ana@a.example', 'Ana Ray'],
        [2, 'bob@a.example', 'Bob'],
      ],
    ],
    [
      'Ray, Ana;ana@a.example\nRay, Bob;bob@a.example',
      [
        [1, 'ana@a.example', 'Ray, Ana'],
        [2, 'bob@a.example', 'Ray, Bob'],
      ],
    ],
    [
      'ana@a.example,Ana\nbob@a.example;Bob\ncy@a.example\tCy',
      [
        [1, 'ana@a.example', 'Ana'],
        [2, 'bob@a.example', 'Bob'],
        [3, 'cy@a.example', 'Cy'],
      ],
    ],
    [
      'nobody\nana@a.example',
      [
        [1, 'nobody'],
        [2, 'ana@a.example'],
      ],
    ],
    [
      'ana@a.example,Ana\nnobody,No,2027-02-30',
      [
        [1, 'ana@a.example', 'Ana'],
        [2, 'nobody', 'No', '2027-02-30'],
      ],
    ],
  ],
  'several people in a line': [
    [
      'ana@a.example; bob@a.example',
      [
        [1, 'ana@a.example'],
        [1, 'bob@a.example'],
      ],
    ],
    [
      'ana@a.example, bob@a.example,cy@a.example',
      [
        [1, 'ana@a.example'],
        [1, 'bob@a.example'],
        [1, 'cy@a.example'],
      ],
    ],
    [
      'ana@a.example\tbob@a.example;',
      [
        [1, 'ana@a.example'],
        [1, 'bob@a.example'],
      ],
    ],
    [
      'ana@a.example,Ana; bob@a.example,Bob',
      [
        [1, 'ana@a.example', 'Ana'],
        [1, 'bob@a.example', 'Bob'],
      ],
    ],
    [
      'Ray, Ana <ana@a.example>; Ray, Bob <bob@a.example>;',
      [
        [1, 'ana@a.example', 'Ray, Ana'],
        [1, 'bob@a.example', 'Ray, Bob'],
      ],
    ],
    [
      '"Ray, Ana" <ana@a.example>, "Ray; Bob" <bob@a.example>',
      [
        [1, 'ana@a.example', 'Ray, Ana'],
        [1, 'bob@a.example', 'Ray; Bob'],
      ],
    ],
    [
      'email\nana@a.example; Bob Ray <bob@a.example>',
      [
        [2, 'ana@a.example'],
        [2, 'bob@a.example', 'Bob Ray'],
      ],
    ],
  ],
  'addresses as mail programs write them': [
    [
      'Bob Ray <bob@a.example>\n<erin@a.example>\nmailto:finn@a.example',
      [
        [1, 'bob@a.example', 'Bob Ray'],
        [2, 'erin@a.example'],
        [3, 'finn@a.example'],
      ],
    ],
    ['"Ray, Bob" <bob@a.example>', [[1, 'bob@a.example', 'Ray, Bob']]],
    ['Ray, Bob <bob@a.example>', [[1, 'bob@a.example', 'Ray, Bob']]],
    ["'Bob Ray' <mailto:bob@a.example>", [[1, 'bob@a.example', 'Bob Ray']]],
    ['bob@a.example <bob@a.example>', [[1, 'bob@a.example']]],
    [
      'bob@a.example (Bob Ray)\nCy [mailto:cy@a.example]',
      [
        [1, 'bob@a.example', 'Bob Ray'],
        [2, 'cy@a.example', 'Cy'],
      ],
    ],
    ['mailto:bob@a.example?subject=Hello', [[1, 'bob@a.example']]],
    [
      'To: bob@a.example, cy@a.example',
      [
        [1, 'bob@a.example'],
        [1, 'cy@a.example'],
      ],
    ],
    [
      'name,email\nRobert,Bob Ray <bob@a.example>\n,"""Cy"" <cy@a.example>"',
      [
        [2, 'bob@a.example', 'Robert'],
        [3, 'cy@a.example', 'Cy'],
      ],
    ],
    ['email,end date\n"Ray, Bob" <bob@a.example>,2027-06-30', [[2, 'bob@a.example', 'Ray, Bob', '2027-06-30']]],
  ],
  'line ends': [
    [
      'email,name\r\nana@a.example,Ana\nbob@a.example,Bob\r\ncy@a.example,Cy\rdan@a.example,Dan',
      [
        [2, 'ana@a.example', 'Ana'],
        [3, 'bob@a.example', 'Bob'],
        [4, 'cy@a.example', 'Cy'],
        [5, 'dan@a.example', 'Dan'],
      ],
    ],
    ['\ufeffemail\r\n\r\n\rana@a.example\r\n\r\n', [[4, 'ana@a.example']]],
    [
      'email,name\r\nana@a.example,"Ana\r\nMaria"\r\nbob@a.example,Bob',
      [
        [2, 'ana@a.example', 'Ana Maria'],
        [4, 'bob@a.example', 'Bob'],
      ],
    ],
  ],
  'a line that names the separator': [
    ['sep=;\nname;email\nAna;ana@a.example', [[3, 'ana@a.example', 'Ana']]],
    ['\ufeff"sep=|"\r\nname|email\r\nRay, Ana; Dr.|ana@a.example', [[3, 'ana@a.example', 'Ray, Ana; Dr.']]],
    ['SEP=\t\nemail\tname\nana@a.example\tAna', [[3, 'ana@a.example', 'Ana']]],
  ],
  'titles in seven languages': [
    ['Vorname;Nachname;E-Mail\n"Müller; Dr.";Anna;anna@a.example', [[2, 'anna@a.example', 'Müller; Dr. Anna']]],
    ['First Name,Last Name,E-mail Address,Notes\nAna,Ray,ana@a.example,x', [[2, 'ana@a.example', 'Ana Ray']]],
    ['Name;Vorname;E-Mail-Adresse\nRay;Ana;ana@a.example', [[2, 'ana@a.example', 'Ana Ray']]],
    [
      'Nome;Cognome;E mail;Data fine\nAna;Ray;ana@a.example;2027-06-30',
      [[2, 'ana@a.example', 'Ana Ray', '2027-06-30']],
    ],
    [
      'Nome;Indirizzo di posta elettronica;Scadenza\nAna;ana@a.example;2027-06-30',
      [[2, 'ana@a.example', 'Ana', '2027-06-30']],
    ],
    [
      'Nom;Prénom;Courriel;Date de fin\nRay;Ana;ana@a.example;2027-06-30',
      [[2, 'ana@a.example', 'Ana Ray', '2027-06-30']],
    ],
    [
      'Nombre;Apellidos;Correo electrónico;Fecha de vencimiento\nAna;Ray;ana@a.example;2027-06-30',
      [[2, 'ana@a.example', 'Ana Ray', '2027-06-30']],
    ],
    [
      'Nome\tSobrenome\tCorreio eletrónico\tValidade\nAna\tRay\tana@a.example\t2027-06-30',
      [[2, 'ana@a.example', 'Ana Ray', '2027-06-30']],
    ],
    [
      'Voornaam,Achternaam,E-mailadres,Einddatum\nAna,Ray,ana@a.example,2027-06-30',
      [[2, 'ana@a.example', 'Ana Ray', '2027-06-30']],
    ],
    ['EMAIL_ADDRESS;full-name\nana@a.example;Ana', [[2, 'ana@a.example', 'Ana']]],
    ['\u200bE\u00ad-Mail\u2060 ; N a m e\nana@a.example;Ana', [[2, 'ana@a.example', 'Ana']]],
  ],
  'lines without content': [
    [',\n  ,  ,\n;;;\nemail,name\n\nana@a.example,Ana\n,\n\u200b,\u00a0\n', [[6, 'ana@a.example', 'Ana']]],
    [
      'ana@a.example\n;;;\nbob@a.example',
      [
        [1, 'ana@a.example'],
        [3, 'bob@a.example'],
      ],
    ],
  ],
  'quotation marks': [
    [
      'email,name\nana@a.example,Ana "the" Ray\nbob@a.example,Bob',
      [
        [2, 'ana@a.example', 'Ana "the" Ray'],
        [3, 'bob@a.example', 'Bob'],
      ],
    ],
    [
      'email,name\nana@a.example,"the" Ana\nbob@a.example,Bob "',
      [
        [2, 'ana@a.example', '"the" Ana'],
        [3, 'bob@a.example', 'Bob "'],
      ],
    ],
    [
      'email,name\nana@a.example,"Ana ""the"" Ray, Dr." \nbob@a.example,Bob',
      [
        [2, 'ana@a.example', 'Ana "the" Ray, Dr.'],
        [3, 'bob@a.example', 'Bob'],
      ],
    ],
  ],
  'what the app itself has written': [
    [
      "email,name\n'-dash9@a.example,'=1+1\n'+plus@a.example,'@home\n'ana@a.example,'s-Graven",
      [
        [2, '-dash9@a.example', '=1+1'],
        [3, '+plus@a.example', '@home'],
        [4, "'ana@a.example", "'s-Graven"],
      ],
    ],
    ["email\n''-x@a.example", [[2, "'-x@a.example"]]],
    [
      'email,expires\nana@a.example,2027-06-30T00:00:00+00:00\nbob@a.example,2027-06-30T10:00:00+00:00',
      [
        [2, 'ana@a.example', null, '2027-06-30'],
        [3, 'bob@a.example', null, '2027-06-30T10:00:00+00:00'],
      ],
    ],
  ],
};

for (const [what, lists] of Object.entries(LISTS))
  test(what, () => {
    for (const [text, expected] of lists) assert.deepEqual(people(text), full(expected), JSON.stringify(text));
  });

test('dates stay as typed', () => {
  for (const date of ['12/01/2026', '46387', '2026-02-30', '1.12.2026', 'soon'])
    assert.deepEqual(people(`email,name,end date\nana@a.example,Ana,${date}`), [[2, 'ana@a.example', 'Ana', date]]);
});

test('a quotation mark that is not closed harms its own row, which is told by its line', () => {
  const rest = [
    [3, 'bob@a.example', 'Bob', null],
    [4, 'cy@a.example', 'Cy', null],
  ];
  for (const stray of ['"Ana', 'x"Ana', '"Ana ""Ray'])
    for (const last of ['Cy', '"Cy"']) {
      const found = people(`email,name\nana@a.example,${stray}\nbob@a.example,Bob\ncy@a.example,${last}`);
      assert.deepEqual(found.slice(1), rest, stray + last);
      if (stray.startsWith('"')) assert.deepEqual(found[0], [2, 'list_quote'], stray + last);
    }
  assert.deepEqual(people('email,name\n"ana@a.example,Ana\nbob@a.example,Bob\ncy@a.example,Cy"'), [
    [2, 'list_quote'],
    [3, 'bob@a.example', 'Bob', null],
    [4, 'cy@a.example', 'Cy"', null],
  ]);
  assert.equal(people('a,"b'), 'list_quotes');
});

test('what cannot be read as a list is told once, by its column', () => {
  const refusals: [string, string, RegExp][] = [
    ['', 'list_empty', /no row/],
    ['\n ,\n', 'list_empty', /no row/],
    ['email,name\n', 'list_empty', /no row/],
    ['email,email\na@a.example,b@a.example', 'list_twice', /several columns for email: “email”, “email”/],
    ['E-Mail;Mail;Name\na@a.example;b@a.example;A', 'list_twice', /“E-Mail”, “Mail”/],
    ['name,end date\nAna,2027-06-30', 'list_no_email', /“name”, “end date”/],
    ['Epost,Namn\na@a.example,A', 'list_no_email', /“Epost”, “Namn”; give one the title “email”/],
    ['email\na@a.example\nb@a.example\nc@a.example', 'list_long', /has 3 rows; up to 2 go/],
    ['a@a.example;b@a.example;c@a.example', 'list_long', /has 3 rows; up to 2 go/],
  ];
  for (const [text, reason, words] of refusals) {
    const { fault } = read(text, { mostRows: 2 });
    assert.equal(fault?.reason, reason, JSON.stringify(text));
    assert.match(fault?.detail ?? '', words);
  }
});

test('the columns say what each is taken for, and may be taken for something else', () => {
  const text = 'Namn,Epost,Till,Grupp\nAna,ana@a.example,2027-06-30,x';
  const { list } = read(text, { as: ['name', 'email', 'endDate', null] });
  assert.deepEqual(list?.columns, [
    { title: 'Namn', as: 'name', compared: false },
    { title: 'Epost', as: 'email', compared: false },
    { title: 'Till', as: 'endDate', compared: false },
    { title: 'Grupp', as: null, compared: false },
  ]);
  assert.deepEqual(list?.rows[0], {
    line: 2,
    email: 'ana@a.example',
    name: 'Ana',
    endDate: '2027-06-30',
    course: null,
    fault: null,
  });
  const untitled = read('ana@a.example,Ana,Ray', { as: ['email', 'firstName', 'lastName'] });
  assert.deepEqual(untitled.list?.rows[0]?.name, 'Ana Ray');
  assert.deepEqual(read('ana@a.example,Ana,2027-06-30,x').list?.columns, [
    { title: null, as: 'email', compared: false },
    { title: null, as: 'name', compared: false },
    { title: null, as: 'endDate', compared: false },
    { title: null, as: null, compared: false },
  ]);
});

test('rows for another course, of an ended license, and with cells too many are told', () => {
  assert.deepEqual(
    people('email,course\nana@a.example,mastering DAX\nbob@a.example,Another\ncy@a.example,\nd@a.example,10'),
    [
      [2, 'ana@a.example', null, null],
      [3, 'list_course'],
      [4, 'cy@a.example', null, null],
      [5, 'd@a.example', null, null],
    ],
  );
  assert.deepEqual(people('email,license,active\nana@a.example,7,yes\nbob@a.example,8,no'), [
    [2, 'ana@a.example', null, null],
    [3, 'list_ended'],
  ]);
  assert.deepEqual(people('email,name\nana@a.example,Ray, Ana\nbob@a.example,Bob,,'), [
    [2, 'list_cells'],
    [3, 'bob@a.example', 'Bob', null],
  ]);
});

test('skipped lines are counted', () => {
  assert.equal(read('\n,\nemail,name\n\nana@a.example,Ana\n;\n').list?.skipped, 4);
  assert.equal(read('ana@a.example\r\n\r\n;;;\r\n  \r\n').list?.skipped, 3);
});
