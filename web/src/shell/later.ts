/** What the frame can do without at first, in one file of code: menus and short words. */
export { AccountMenu } from './AccountMenu.tsx';
export { MorePages } from './MorePages.tsx';
export { PlaceMenu } from './PlaceMenu.tsx';
export { ShortWords } from './ShortWords.tsx';
