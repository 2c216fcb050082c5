/** Text as people search it: without regard to case, accents and width. */
export const foldText = (text: string): string => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

/** What a student is found by, name first: the same text gives the order by name. */
export const studentSearchKey = (name: string, address: string): string => `${foldText(name)}\n${foldText(address)}`;
