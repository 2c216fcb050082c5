import { Type } from 'typebox';
import { orNull } from '../http/schema.ts';
import { languages } from '../rules/language.ts';
import { HeldLicense } from '../student/search-schema.ts';

const LanguageOrNull = orNull(Type.Enum([...languages], { type: 'string' }));

export const PreferencesBody = Type.Object(
  {
    language: Type.Optional(LanguageOrNull),
    timeZone: Type.Optional(orNull(Type.String({ maxLength: 100 }))),
  },
  { additionalProperties: false },
);

const choices = { language: LanguageOrNull, timeZone: orNull(Type.String()) };

export const Preferences = Type.Object({
  ...choices,
  used: Type.Object(choices, { description: 'What mails use now.' }),
});

export const MyLicense = Type.Object({
  ...HeldLicense.properties,
  manager: Type.String(),
  linkId: orNull(Type.String({ description: 'The link that gave it.' })),
  extensions: Type.Integer({ description: 'How often it can still be made longer, while nobody waits.' }),
  launchable: Type.Boolean({ description: 'Whether the course can be opened from here now.' }),
  certificate: orNull(
    Type.Object({
      url: Type.String({ description: 'Its public page.' }),
      pdf: Type.String(),
      linkedIn: orNull(Type.String({ description: 'The form of LinkedIn, filled in; null once it is revoked.' })),
      revoked: Type.Boolean(),
    }),
  ),
});

export const MyName = Type.Object({
  name: Type.String(),
  onLicenses: orNull(Type.String({ description: 'What license managers call the student with this address.' })),
});
