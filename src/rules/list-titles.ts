import { fold } from './search.ts';

/** What a column is taken for. */
export const columnUses = ['firstName', 'lastName', 'name', 'email', 'endDate'] as const;

export type ColumnUse = (typeof columnUses)[number];

/** What a title may mean: a use, a column whose cells must name the course, or a column of the app's own export. */
type Meaning = ColumnUse | 'course' | 'license' | 'active';

const LONGEST_TITLE = 100;

/** Titles as they are compared: folded, without blanks and punctuation. English, Italian, German, French, Spanish, Portuguese, Dutch. */
const WORDS: Record<Meaning, string> = {
  email: `email mail emails emailaddress emailaddresses mailaddress emailid emailaddr primaryemail workemail useremail
    studentemail email1value emailaddress1 contactemail businessemail
    posta postaelettronica indirizzoemail indirizzomail indirizzoposta indirizzodiposta indirizzopostaelettronica
    indirizzodipostaelettronica indirizzodiemail emailaziendale
    emailadresse mailadresse emailanschrift elektronischepost emailadressen
    courriel courrielle mel adresseemail adressemail adressecourriel adressedecourriel adresseelectronique
    adressedemail adressedemessagerie courrielelectronique courrierelectronique adressecourrielle
    correo correoelectronico correoe direccionemail direcciondeemail direccioncorreo direcciondecorreo
    direcciondecorreoelectronico direccioncorreoelectronico direccionelectronica emaildelusuario
    correioeletronico correioelectronico correioe enderecoemail enderecodeemail enderecodecorreio
    enderecodecorreioeletronico enderecodecorreioelectronico enderecoeletronico enderecoelectronico
    emailadres mailadres emailadressen elektronischadres`,
  firstName: `firstname first givenname given forename christianname
    nomeproprio nomedibattesimo primonome
    vorname vornamen rufname
    prenom prenoms
    nombres primernombre nombredepila
    primeironome
    voornaam voornamen roepnaam`,
  lastName: `lastname last surname familyname family secondname
    cognome cognomi
    nachname nachnamen familienname zuname
    nomdefamille nomfamille
    apellido apellidos primerapellido
    sobrenome apelido apelidos ultimonome nomedefamilia
    achternaam familienaam`,
  name: `name names fullname displayname student studentname person personname user participant participantname employee
    employeename attendee learner contactname
    nome nominativo nomecompleto nomeecognome cognomeenome nomecognome cognomenome studente utente partecipante persona
    dipendente
    vollername vollstandigername vorundnachname vornameundnachname nachnameundvorname anzeigename teilnehmer
    teilnehmername benutzer mitarbeiter
    nom nomcomplet nometprenom prenometnom nomprenom prenomnom participante etudiant stagiaire utilisateur
    nombre nombrecompleto nombreyapellidos nombreyapellido apellidosynombre estudiante alumno usuario empleado
    nomeesobrenome nomeeapelido aluno estudante utilizador
    naam volledigenaam voorenachternaam naamstudent deelnemer gebruiker medewerker cursist`,
  endDate: `enddate end ends endson endsat dateend endingdate expires expireson expiry expirydate expiration
    expirationdate expiredate validuntil validto validthrough until accessuntil licenseend licenceend
    fine datafine datadifine finelicenza scadenza datascadenza datadiscadenza scade scadeil validofinoal
    validofino finoal termine datatermine
    ende enddatum endedatum datumende ablauf ablaufdatum ablaufam gultigbis gueltigbis bis
    lizenzende laufzeitende
    fin datefin datedefin finle datedexpiration dateexpiration expirele echeance datedecheance valablejusquau
    validejusquau valable jusquau
    fechafin fechadefin fechafinal fechafinalizacion fechadefinalizacion vencimiento fechavencimiento
    fechadevencimiento caducidad fechacaducidad fechadecaducidad fechadeexpiracion expira validohasta hasta final
    fim datafim datadefim datafinal datadetermino termino vencimento datavencimento datadevencimento validade
    datadevalidade datadeexpiracao validoate ate
    einde einddatum eindigt eindigtop datumeinde vervaldatum verloopdatum verlooptop geldigtot tot`,
  course: 'course courseid coursename coursetitle corso idcorso kurs kursid cours curso idcurso cursus cursusid',
  license: 'license licenza',
  active: 'active attiva',
};

const meanings = new Map<string, Meaning>(
  Object.entries(WORDS).flatMap(([meaning, words]) =>
    words.split(/\s+/).map((word) => [fold(word), meaning as Meaning] as const),
  ),
);

/** Blind to case, accents, blanks, hyphens, underscores, other punctuation and what nobody sees. */
const meaningOf = (title: string): Meaning | null =>
  title.length > LONGEST_TITLE ? null : (meanings.get(fold(title).replace(/[^\p{L}\p{N}]/gu, '')) ?? null);

/** Where one half of a name has a column, a column that just says “name” is the other half. */
function halves(uses: (Meaning | null)[]): (Meaning | null)[] {
  const [first, last] = [uses.includes('firstName'), uses.includes('lastName')];
  if (first === last) return uses;
  return uses.map((use) => (use === 'name' ? (first ? 'lastName' : 'firstName') : use));
}

/** What the titles of a list say of its columns. */
export interface Titles {
  uses: (ColumnUse | null)[];
  /** Places of the columns whose cells must name the course. */
  courses: number[];
  /** Where the app's own export tells whether a license is active; -1 in other lists. */
  active: number;
  /** How many titles are known. */
  known: number;
}

export function readTitles(titles: readonly string[]): Titles {
  const found = halves(titles.map(meaningOf));
  return {
    uses: found.map((use) => (use === 'course' || use === 'license' || use === 'active' ? null : use)),
    courses: found.flatMap((use, at) => (use === 'course' ? [at] : [])),
    active: found.includes('license') ? found.indexOf('active') : -1,
    known: found.filter((use) => use !== null && use !== 'active' && use !== 'license').length,
  };
}
