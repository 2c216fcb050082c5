/** Whether a text may be an address: the server says what is wrong with one. */
export const isAddress = (text: string): boolean => /^\S+@\S+\.\S+$/.test(text.trim());
