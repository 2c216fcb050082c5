import type {
  AccountChange,
  LicenseFacts,
  NoticeFacts,
  ParkedWhy,
  SecurityChange,
  Texts,
  WaitingFacts,
  Words,
} from './texts.ts';

const kept = 'I tuoi progressi restano salvati e li ritrovi se ricevi di nuovo una licenza per questo corso.';
const unasked = 'Se non l’hai chiesto tu, non devi fare nulla.';

const why = ({ course, manager, byLink }: LicenseFacts): string =>
  byLink
    ? `Ricevi questa email perché hai preso una licenza per «${course}» messa a disposizione da ${manager}.`
    : `Ricevi questa email perché ${manager} ti ha dato una licenza per «${course}».`;

const alone = 'Il pulsante ti fa accedere, una volta sola, entro sette giorni. Non inoltrare questa email.';

const license = (facts: LicenseFacts, words: Omit<Words, 'footnote'>): Words => ({
  ...words,
  footnote: facts.signsIn ? `${why(facts)} ${alone}` : why(facts),
});

const waiting = ({ manager, signsIn }: WaitingFacts, words: Omit<Words, 'footnote'>): Words => {
  const footnote = `Ricevi questa email per via di una lista d’attesa o di una richiesta per licenze di ${manager}.`;
  return { ...words, footnote: signsIn ? `${footnote} ${alone}` : footnote };
};

function passedOn({ course, manager, full }: LicenseFacts): string {
  if (full === 'link')
    return `Un’altra persona ha preso una licenza per il corso «${course}» con lo stesso link che hai usato tu. Le licenze del link erano tutte in uso, quindi la tua è stata riassegnata.`;
  if (full === 'pool')
    return `A un’altra persona serviva una licenza per il corso «${course}». Le licenze dello stesso acquisto erano tutte in uso, quindi la tua è stata riassegnata.`;
  return `${manager} ha riassegnato a un’altra persona la tua licenza per il corso «${course}».`;
}

const rights: Record<string, string> = {
  owner: 'Come proprietario assegni e revochi le licenze e decidi chi altro può gestirle.',
  manager: 'Come gestore assegni e revochi le licenze.',
  viewer: 'Come osservatore vedi tutte le licenze e gli studenti, senza poter modificare nulla.',
};

const accountChanges: Record<AccountChange, { subject: string; told: string }> = {
  disabled: {
    subject: 'Il tuo account è disattivato',
    told: 'Il tuo account è stato disattivato: nessuno può accedere con esso e tutte le sessioni sono terminate.',
  },
  enabled: { subject: 'Il tuo account è di nuovo attivo', told: 'Puoi accedere di nuovo con il tuo account.' },
  deleted: {
    subject: 'Il tuo account è eliminato',
    told: 'Il tuo account è stato eliminato. Le licenze che hai restano tue.',
  },
  second_factor_reset: {
    subject: 'Il tuo secondo fattore è stato azzerato',
    told: 'Il secondo fattore del tuo account è stato azzerato e tutte le sessioni sono terminate. Accedi e configurane uno nuovo in «Impostazioni dell’account».',
  },
  sessions_ended: {
    subject: 'Le tue sessioni sono terminate',
    told: 'Tutte le sessioni del tuo account sono state chiuse. Per continuare accedi di nuovo.',
  },
  staff_added: {
    subject: 'Ora fai parte del personale dell’editore',
    told: 'Ora puoi lavorare con corsi, gestori di licenze, pacchetti e account. Accedi con l’indirizzo a cui è stata inviata questa email; se non hai una password, fatti inviare un link a quell’indirizzo.',
  },
  staff_changed: {
    subject: 'Il tuo ruolo presso l’editore è cambiato',
    told: 'Fai ancora parte del personale dell’editore, con un altro ruolo. È cambiato ciò che puoi fare.',
  },
  staff_removed: {
    subject: 'Non fai più parte del personale dell’editore',
    told: 'Non puoi più aprire le pagine dell’editore.',
  },
};

const securityChanges: Record<SecurityChange, { subject: string; told: string }> = {
  new_device: {
    subject: 'Nuovo accesso al tuo account',
    told: 'Qualcuno ha effettuato l’accesso al tuo account con un browser mai usato prima.',
  },
  device_trusted: {
    subject: 'Un browser è considerato attendibile per il tuo account',
    told: 'A uno dei browser con cui hai effettuato l’accesso non sarà chiesto il codice a sei cifre per 30 giorni.',
  },
  password_changed: {
    subject: 'La tua password è stata cambiata',
    told: 'La password del tuo account è stata cambiata. Tutte le altre sessioni sono terminate.',
  },
  second_factor_on: {
    subject: 'L’accesso in due passaggi è attivo',
    told: 'Da ora in poi, per accedere al tuo account serve un codice a sei cifre.',
  },
  second_factor_off: {
    subject: 'L’accesso in due passaggi è disattivato',
    told: 'Per accedere al tuo account non serve più il codice a sei cifre.',
  },
  backup_codes_renewed: {
    subject: 'Nuovi codici di riserva per il tuo account',
    told: 'Sono stati creati nuovi codici di riserva per il tuo account. Quelli vecchi non valgono più.',
  },
  codes_stopped: {
    subject: 'Qualcuno potrebbe conoscere la tua password',
    told: 'Sono stati inseriti così tanti codici a sei cifre sbagliati per il tuo account che per un giorno non ne accettiamo altri da browser che non usi. Chi li ha inseriti conosceva la tua password o legge la tua posta.',
  },
};

const switchOff =
  'Ricevi questa email perché lavori per questo gestore di licenze. In «Impostazioni» scegli quali di queste email ricevere.';

const andMore = (more: number): string[] => (more > 0 ? [more === 1 ? 'E un altro.' : `E altri ${more}.`] : []);

const parkedWhy: Record<ParkedWhy, string> = {
  unknown_product: 'Nessuno ha detto a quale corso corrisponde il prodotto.',
  unknown_buyer: 'Il negozio non ha comunicato l’indirizzo di chi ha acquistato.',
  no_lines: 'Il negozio non ha comunicato che cosa è stato acquistato.',
  course_archived: 'Il corso è archiviato.',
  too_many_licenses: 'Darebbe più licenze di quante un pacchetto possa avere.',
};

const afterRefund: Record<NoticeFacts['order_refunded']['mode'], string> = {
  close: 'Il pacchetto è stato chiuso: non si assegnano nuove licenze, e quelle assegnate restano valide.',
  end: 'Il pacchetto è terminato, e con esso le sue licenze.',
  keep: 'Non è cambiato nulla, come dicono le impostazioni: decidi che cosa fare del pacchetto.',
  partly: 'Il rimborso non è totale, quindi non è cambiato nulla: decidi che cosa fare del pacchetto.',
};

export const it: Texts = {
  greeting: (name) => (name ? `Ciao ${name},` : 'Ciao,'),
  copyAddress: 'Oppure copia questo indirizzo nel browser:',
  writeTo: (manager) => `Domande? Rispondi a questa email o scrivi a ${manager}:`,
  pool: ({ id, free, licenses, until }) => `#${id}: libere ${free} su ${licenses}; ultimo giorno ${until}`,
  via: (manager, publisher) => `${manager} tramite ${publisher}`,
  labels: {
    course: 'Corso',
    from: 'Da',
    until: 'Ultimo giorno',
    ended: 'Terminata',
    heldUntil: 'Riservata fino a',
    student: 'Studente',
    message: 'Messaggio',
    reason: 'Motivo',
    changedBy: 'Modificato da',
    browser: 'Browser',
    when: 'Quando',
    code: 'Codice',
    assignedLastWeek: 'Licenze assegnate',
    endedLastWeek: 'Licenze terminate',
    licenses: 'In uso ora',
    students: 'Studenti',
  },
  license: {
    license_assigned: (facts) =>
      license(facts, {
        subject: `Hai accesso a ${facts.course}`,
        paragraphs: [
          facts.byLink
            ? `Hai preso una licenza per il corso «${facts.course}», messa a disposizione da ${facts.manager}.`
            : `${facts.manager} ti ha dato una licenza per il corso «${facts.course}».`,
          facts.signsIn
            ? 'Il pulsante ti fa accedere. In seguito accedi con l’indirizzo a cui è arrivata questa email; se non hai una password, puoi farti inviare lì un link.'
            : 'Accedi con l’indirizzo a cui è arrivata questa email. Se non hai una password, puoi farti inviare lì un link.',
          ...(facts.transferable
            ? [`La licenza è in prestito: ${facts.manager} può riprenderla, e tu puoi restituirla quando hai finito.`]
            : []),
        ],
        action: 'Apri i miei corsi',
      }),
    license_revoked: (facts) =>
      license(facts, {
        subject: `Il tuo accesso a ${facts.course} è terminato`,
        paragraphs: [
          `${facts.manager} ha ripreso la tua licenza per il corso «${facts.course}».`,
          `${kept} Se pensi che sia un errore, chiedi a ${facts.manager}.`,
        ],
      }),
    license_recycled: (facts) =>
      license(facts, {
        subject: `La tua licenza per ${facts.course} è passata a un’altra persona`,
        paragraphs: [passedOn(facts), `${kept} Se ti serve ancora, chiedi a ${facts.manager}.`],
      }),
    license_ended: (facts) =>
      license(facts, {
        subject: `La tua licenza per ${facts.course} è scaduta`,
        paragraphs: [
          `La tua licenza per il corso «${facts.course}», avuta da ${facts.manager}, è scaduta.`,
          `${kept} Se ti serve ancora, chiedi a ${facts.manager}.`,
        ],
      }),
    license_shortened: (facts) =>
      license(facts, {
        subject: `Il tuo accesso a ${facts.course} termina prima`,
        paragraphs: [
          `${facts.manager} ha cambiato la durata del tuo accesso al corso «${facts.course}». Nuovo ultimo giorno: ${facts.until}.`,
          `Fino ad allora il corso resta aperto. Se pensi che sia un errore, chiedi a ${facts.manager}.`,
        ],
        action: 'Apri i miei corsi',
      }),
    license_unopened: (facts) =>
      license(facts, {
        subject: `Non hai ancora aperto ${facts.course}`,
        paragraphs: [
          facts.byLink
            ? `Hai preso una licenza per il corso «${facts.course}» e non l’hai ancora aperto.`
            : `${facts.manager} ti ha dato una licenza per il corso «${facts.course}» e non l’hai ancora aperto.`,
          ...(facts.transferable
            ? ['Se non ti serve, puoi restituirla dalla stessa pagina, così potrà averla qualcun altro.']
            : []),
        ],
        action: 'Apri i miei corsi',
      }),
    license_expires_soon: (facts) =>
      license(facts, {
        subject: `Il tuo accesso a ${facts.course} sta per terminare`,
        paragraphs: [
          `La tua licenza per il corso «${facts.course}», avuta da ${facts.manager}, sta per scadere. Ultimo giorno per usarla: ${facts.until}.`,
          `Se ti serve più a lungo, chiedi a ${facts.manager}.`,
        ],
        action: 'Apri i miei corsi',
      }),
  },
  waiting: {
    waiting_offered: (facts) =>
      waiting(facts, {
        subject: `È il tuo turno: una licenza per ${facts.course}`,
        paragraphs: [
          `Si è liberata una licenza per il corso «${facts.course}» di ${facts.manager} e tu sei la prima persona in lista d’attesa.`,
          `La teniamo per te fino a questo momento: ${facts.until}. Accettala entro allora; dopo passa alla persona successiva.`,
        ],
        action: 'Accetta o lascia la lista',
      }),
    waiting_lapsed: (facts) =>
      waiting(facts, {
        subject: `La licenza per ${facts.course} è passata alla persona successiva`,
        paragraphs: [
          `Una licenza per il corso «${facts.course}» di ${facts.manager} era riservata a te, ma non l’hai accettata in tempo. Passa alla persona successiva in lista d’attesa.`,
          'Se il corso ti interessa ancora, iscriviti di nuovo alla lista d’attesa.',
        ],
        action: 'Apri i miei corsi',
      }),
    waiting_removed: (facts) =>
      waiting(facts, {
        subject: `Non sei più in lista d’attesa per ${facts.course}`,
        paragraphs: [
          `${facts.manager} ti ha tolto dalla lista d’attesa per il corso «${facts.course}».`,
          `Se pensi che sia un errore, chiedi a ${facts.manager}.`,
        ],
      }),
    waiting_closed: (facts) =>
      waiting(facts, {
        subject: `La lista d’attesa per ${facts.course} è chiusa`,
        paragraphs: [
          `Le licenze per il corso «${facts.course}» che aspettavi sono terminate, quindi non ne verrà data più nessuna.`,
          `Chiedi a ${facts.manager} se ce ne saranno altre.`,
        ],
      }),
    request_made: (facts) =>
      waiting(facts, {
        subject: `${facts.student} chiede una licenza per ${facts.course}`,
        paragraphs: [
          `${facts.student} chiede una licenza per il corso «${facts.course}» con un link che dà licenze solo dopo la tua approvazione.`,
          'Puoi approvare o rifiutare la richiesta. Una richiesta su cui nessuno decide scade dopo 30 giorni.',
        ],
        action: 'Guarda la richiesta',
      }),
    request_approved: (facts) =>
      waiting(facts, {
        subject: `La tua richiesta per ${facts.course} è approvata`,
        paragraphs: [
          facts.licensed
            ? `${facts.manager} ha approvato la tua richiesta: hai una licenza per il corso «${facts.course}».`
            : `${facts.manager} ha approvato la tua richiesta per il corso «${facts.course}». Al momento nessuna licenza è libera: sei in lista d’attesa e ti scriviamo quando è il tuo turno.`,
        ],
        action: 'Apri i miei corsi',
      }),
    request_declined: (facts) =>
      waiting(facts, {
        subject: `La tua richiesta per ${facts.course} è rifiutata`,
        paragraphs: [
          `${facts.manager} ha rifiutato la tua richiesta di una licenza per il corso «${facts.course}».`,
          `Se hai domande, chiedi a ${facts.manager}.`,
        ],
      }),
  },
  link: {
    invitation: ({ manager, publisher, by, role }) => ({
      subject: `Invito a gestire le licenze di ${manager ?? 'un’azienda'}`,
      paragraphs: [
        `Hai ricevuto un invito a gestire le licenze dei corsi che ${manager ?? 'un’azienda'} ha da ${publisher}. ${rights[role ?? ''] ?? ''}`.trimEnd(),
        ...(by ? [`L’invito è di ${by}.`] : []),
        'Il link è solo per te e vale una settimana. Non inoltrarlo.',
      ],
      action: 'Accetta l’invito',
      footnote: 'Se non sai di che cosa si tratta, non devi fare nulla.',
    }),
    sign_in_link: () => ({
      subject: 'Il tuo link per accedere',
      paragraphs: ['Questo link ti fa accedere. Funziona una volta sola, entro dieci minuti. Non inoltrarlo.'],
      action: 'Accedi',
      footnote: unasked,
    }),
    password_reset: () => ({
      subject: 'Scegli una nuova password',
      paragraphs: [
        'Qualcuno, probabilmente tu, ha chiesto una nuova password per questo indirizzo. Il link funziona una volta sola, entro un’ora. Non inoltrarlo.',
      ],
      action: 'Scegli una nuova password',
      footnote: `${unasked} La tua password resta com’è.`,
    }),
    enroll_link: ({ course, manager }) => ({
      subject: course
        ? `Conferma il tuo indirizzo per iscriverti a ${course}`
        : 'Conferma il tuo indirizzo per iscriverti',
      paragraphs: [
        `Apri questo link per confermare che l’indirizzo è tuo; poi puoi iscriverti${course ? ` al corso «${course}»` : ''}${manager ? `, messo a disposizione da ${manager}` : ''}. Funziona una volta sola, entro dieci minuti. Non inoltrarlo.`,
      ],
      action: 'Conferma e continua',
      footnote: unasked,
    }),
  },
  notice: {
    account_notice: ({ what }) => ({
      subject: accountChanges[what].subject,
      paragraphs: [accountChanges[what].told],
      ...(what === 'deleted' || what === 'disabled' ? {} : { action: 'Accedi' }),
      footnote: 'Se non te l’aspettavi, rispondi a questa email.',
    }),
    security_notice: ({ what }) => ({
      subject: securityChanges[what].subject,
      paragraphs: [
        securityChanges[what].told,
        'Se è opera tua, non devi fare nulla. Altrimenti scegli una nuova password, termina le altre sessioni e avvisaci rispondendo a questa email.',
      ],
      action: 'Guarda il mio account',
      footnote: 'Ricevi questa email perché nessuno cambi il tuo account a tua insaputa.',
    }),
    mailed_code: () => ({
      subject: 'Il tuo codice',
      paragraphs: ['Scrivi questo codice nella pagina che l’ha chiesto. Vale dieci minuti. Non te lo chiederemo mai.'],
      footnote: 'Se non l’hai chiesto tu, qualcuno ha effettuato l’accesso al tuo account: scegli una nuova password.',
    }),
    manager_pools_nearly_full: ({ manager, count, more }) => ({
      subject:
        count === 1
          ? `Un pacchetto di ${manager} è quasi esaurito`
          : `${count} pacchetti di ${manager} sono quasi esauriti`,
      paragraphs: ['Restano poche licenze libere. Revoca quelle che nessuno usa o acquistane altre.', ...andMore(more)],
      action: 'Guarda le licenze',
      footnote: switchOff,
    }),
    manager_pools_full: ({ manager, count, more }) => ({
      subject: count === 1 ? `Un pacchetto di ${manager} è esaurito` : `${count} pacchetti di ${manager} sono esauriti`,
      paragraphs: ['Non ci sono licenze libere. Revoca quelle che nessuno usa o acquistane altre.', ...andMore(more)],
      action: 'Guarda le licenze',
      footnote: switchOff,
    }),
    manager_pools_end: ({ manager, count, more }) => ({
      subject:
        count === 1
          ? `Un pacchetto di ${manager} sta per scadere`
          : `${count} pacchetti di ${manager} stanno per scadere`,
      paragraphs: ['Quando un pacchetto scade, terminano anche tutte le sue licenze.', ...andMore(more)],
      action: 'Guarda le licenze',
      footnote: switchOff,
    }),
    manager_new_pool: ({ manager }) => ({
      subject: `${manager} ha nuove licenze`,
      paragraphs: ['C’è un nuovo pacchetto di licenze. Puoi assegnarle dalla sua data di inizio.'],
      action: 'Guarda le licenze',
      footnote: switchOff,
    }),
    manager_undelivered: ({ manager, count, more }) => ({
      subject:
        count === 1
          ? `Un’email di ${manager} non è stata recapitata`
          : `Le email di ${manager} a ${count} persone non sono state recapitate`,
      paragraphs: [
        'Le email a questi indirizzi sono state rifiutate o non sono mai arrivate. Controlla gli indirizzi.',
        ...andMore(more),
      ],
      action: 'Guarda gli studenti',
      footnote: switchOff,
    }),
    manager_digest: ({ manager }) => ({
      subject: `La settimana di ${manager}`,
      paragraphs: ['Ecco che cosa è successo con le tue licenze negli ultimi sette giorni.'],
      action: 'Guarda le licenze',
      footnote: switchOff,
    }),
    link_takes_back_often: ({ course, link }) => ({
      subject: `Un link per ${course} riprende molte licenze`,
      paragraphs: [
        `Il link di iscrizione «${link}» per il corso «${course}» ha ripreso più di cinque licenze in un giorno per darle ad altri.`,
        'Se non te l’aspettavi, metti in pausa il link, allunga il periodo minimo di possesso o consenti una licenza per casella.',
      ],
      action: 'Guarda i link',
      footnote:
        'Ricevi questa email perché gestisci queste licenze. Arriva al massimo una volta al giorno per ogni link.',
    }),
    webhook_disabled: ({ host, gone }) => ({
      subject: `Il webhook verso ${host} è stato disattivato`,
      paragraphs: [
        gone
          ? `Il destinatario ${host} ha risposto che non esiste più (410): non gli viene più inviato nulla.`
          : `Il destinatario ${host} non riceve nulla da cinque giorni: non gli viene più inviato nulla.`,
        'Quando riceverà di nuovo, riattiva il webhook e ripeti l’invio del periodo intermedio.',
      ],
      action: 'Apri la pagina API',
      footnote: 'Ricevi questa email perché sei tra i proprietari di questo gestore di licenze.',
    }),
    order_parked: ({ source, reference, why }) => ({
      subject: `Un ordine da ${source} è in attesa: ${reference}`,
      paragraphs: [
        `L’ordine “${reference}” da “${source}” è stato pagato, ma non ne è ancora nato un pacchetto. ${parkedWhy[why]}`,
        'Chi l’ha acquistato aspetta le licenze finché non lo risolvi.',
      ],
      action: 'Apri gli ordini',
      footnote: 'Ricevi questa email perché lavori per l’editore.',
    }),
    order_refunded: ({ source, reference, mode }) => ({
      subject: `Un ordine da ${source} è stato rimborsato: ${reference}`,
      paragraphs: [`L’ordine “${reference}” da “${source}” è stato rimborsato. ${afterRefund[mode]}`],
      action: 'Apri gli ordini',
      footnote: 'Ricevi questa email perché lavori per l’editore.',
    }),
  },
};
