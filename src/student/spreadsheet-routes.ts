import { Type } from 'typebox';
import { zoneOf } from '../auth/preferences.ts';
import { now } from '../context.ts';
import { operation } from '../http/operation.ts';
import { getManager } from '../manager/manager.ts';
import { managerIdOf } from '../principal.ts';
import { languages, wantedLanguage } from '../rules/language.ts';
import { studentsAsCsv } from './export.ts';
import { FilterQuery, filterOf } from './filter-schema.ts';
import { attachment, dayIn, fileNameOf, spreadsheetShape } from './spreadsheet.ts';

const SheetQuery = Type.Object({
  ...FilterQuery,
  language: Type.Optional(Type.Enum([...languages], { type: 'string' })),
  timeZone: Type.Optional(
    Type.String({ maxLength: 100, description: 'Where days are those of the reader; else UTC.' }),
  ),
});

/** The same students as the API's file, for people: in their language, with dates that spreadsheets know. */
export const exportSpreadsheet = operation(
  { schema: { operationId: 'exportSpreadsheet', querystring: SheetQuery } },
  async (context, request, reply) => {
    const managerId = managerIdOf(request);
    const filter = filterOf(managerId, request.query);
    const language = request.query.language ?? wantedLanguage(request.headers['accept-language']) ?? 'en';
    const timeZone = zoneOf(request.query.timeZone) ?? 'UTC';
    const { name } = await getManager(context.db.read, managerId);
    const at = now(context);
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', attachment(fileNameOf(name, dayIn(timeZone)(at))));
    return reply.send(
      studentsAsCsv(context.db.read, context.students, filter, at, spreadsheetShape(language, timeZone)),
    );
  },
);
