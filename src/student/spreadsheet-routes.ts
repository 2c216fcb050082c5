import { Type } from 'typebox';
import { zoneOf } from '../auth/preferences.ts';
import { type Context, now } from '../context.ts';
import type { App } from '../http/app-type.ts';
import { getManager } from '../manager/manager.ts';
import { managerIdOf } from '../principal.ts';
import { languages, wantedLanguage } from '../rules/language.ts';
import type { StudentCache } from './columns-cache.ts';
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
export function spreadsheetRoutes(app: App, context: Context, cache: StudentCache): void {
  const { db } = context;

  app.get(
    '/v1/students/spreadsheet.csv',
    { schema: { operationId: 'exportSpreadsheet', querystring: SheetQuery } },
    async (request, reply) => {
      const managerId = managerIdOf(request);
      const filter = filterOf(managerId, request.query);
      const language = request.query.language ?? wantedLanguage(request.headers['accept-language']) ?? 'en';
      const timeZone = zoneOf(request.query.timeZone) ?? 'UTC';
      const { name } = await getManager(db.read, managerId);
      const at = now(context);
      reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', attachment(fileNameOf(name, dayIn(timeZone)(at))));
      return reply.send(studentsAsCsv(db.read, cache, filter, at, spreadsheetShape(language, timeZone)));
    },
  );
}
