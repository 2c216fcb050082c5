import type PDFKit from 'pdfkit';
import type { Logo } from '../logo.ts';
import type { Language } from '../rules/language.ts';
import { certificateUrl } from './address.ts';
import type { Certificate } from './certificate.ts';
import { fontsFor, type Run, runsOf, type Weight } from './fonts.ts';
import { dayIn, words } from './words.ts';

/** A4, on its side, in points. */
const [WIDTH, HEIGHT, MARGIN] = [841.89, 595.28, 72];
const INK = '#22211f';
const SOFT = '#5d5a54';
const GREEN = '#1c6a4e';
const RED = '#a32020';
/** Lines that are longer are written smaller, and no longer are written at all. */
const MAX_CHARACTERS = 200;

interface Line {
  text: string;
  weight: Weight;
  size: number;
  color: string;
  y: number;
  /** Written where the fonts lack a character of the text. */
  otherwise?: string;
}

const widthOf = (doc: PDFKit.PDFDocument, runs: readonly Run[], size: number): number =>
  runs.reduce((sum, { font, text }) => sum + doc.font(font).fontSize(size).widthOfString(text), 0);

/** Writes a line in the middle of the page, smaller where it would not fit. */
async function write(doc: PDFKit.PDFDocument, line: Line): Promise<void> {
  const short = [...line.text].slice(0, MAX_CHARACTERS).join('');
  const runs = (await runsOf(short, line.weight)) ?? (await runsOf(line.otherwise ?? '', line.weight)) ?? [];
  const most = WIDTH - 2 * MARGIN;
  const size = line.size * Math.min(1, most / widthOf(doc, runs, line.size));
  let x = (WIDTH - widthOf(doc, runs, size)) / 2;
  for (const { font, text } of runs) {
    doc.font(font).fontSize(size).fillColor(line.color).text(text, x, line.y, { lineBreak: false });
    x += doc.widthOfString(text);
  }
}

function linesOf(certificate: Certificate, { publisher, url, language }: Paper): Line[] {
  const say = words[language];
  const { student, course, completed, revoked, reason } = certificate;
  const plain = { weight: 400 as const, color: SOFT };
  const lines: Line[] = [
    { ...plain, text: publisher, size: 14, y: 84, color: GREEN, weight: 600 },
    { ...plain, text: say.certificate, size: 30, y: 122, color: INK, weight: 600 },
    { ...plain, text: say.awarded, size: 14, y: 196 },
    { ...plain, text: student.name, size: 34, y: 222, color: INK, weight: 600, otherwise: say.nameOnline },
    { ...plain, text: say.completing, size: 14, y: 282 },
    { ...plain, text: course.title, size: 24, y: 308, color: INK, weight: 600, otherwise: say.titleOnline },
    { ...plain, text: `${say.on} ${dayIn(language, completed)}`, size: 14, y: 352 },
    { ...plain, text: `${say.verify} ${url}`, size: 10, y: 480 },
    { ...plain, text: `${say.number}: ${certificate.code}`, size: 10, y: 498 },
  ];
  if (revoked === null) return lines;
  const why = `${say.reason}: ${reason}`;
  return [
    ...lines,
    { text: say.revoked(dayIn(language, revoked)), weight: 600, size: 16, color: RED, y: 404 },
    { text: why, weight: 400, size: 12, color: RED, y: 430, otherwise: '' },
  ];
}

interface Paper {
  publisher: string;
  url: string;
  language: Language;
}

async function collected(doc: PDFKit.PDFDocument): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of doc) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

interface Setting {
  publisher: string;
  logo: Logo | null;
  publicUrl: string;
  language: Language;
}

/** At the top, in the middle. */
const LOGO = { fit: [160, 44] as [number, number], align: 'center' as const, valign: 'bottom' as const };

/** The certificate on paper. The name stands there where the fonts can write it, else where it can be read. */
export async function certificatePdf(
  certificate: Certificate,
  { publisher, logo, publicUrl, language }: Setting,
): Promise<Buffer> {
  const { default: PDFDocument } = await import('pdfkit'); // a start needs nothing of it
  const url = certificateUrl(publicUrl, certificate.code);
  const date = new Date(certificate.issued * 1000);
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin: 0,
    font: '', // its own would be read from a file that the built server does not have
    lang: language,
    displayTitle: true,
    info: {
      Title: `${words[language].certificate}: ${certificate.course.title}`,
      Author: publisher,
      Producer: 'Carrel',
      Creator: 'Carrel',
      CreationDate: date,
      ModDate: date,
    },
  });
  const bytes = collected(doc);
  for (const weight of [400, 600] as const)
    for (const { name, bytes: font } of await fontsFor(weight)) doc.registerFont(name, font);
  doc
    .rect(28, 28, WIDTH - 56, HEIGHT - 56)
    .lineWidth(2)
    .strokeColor(certificate.revoked === null ? GREEN : RED)
    .stroke();
  if (logo) doc.image(logo.bytes, (WIDTH - LOGO.fit[0]) / 2, 36, LOGO);
  for (const line of linesOf(certificate, { publisher, url, language })) await write(doc, line);
  doc.link(MARGIN, 476, WIDTH - 2 * MARGIN, 18, url);
  doc.end();
  return bytes;
}
