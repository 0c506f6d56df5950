/**
 * The token shapes of the Penn Treebank tokenizer, as data. At each place of a text the longest match wins, an earlier
 * rule where two are as long. Where a rule has a group, the group is the token and the rest of the match is the context
 * it needs, which counts for the length and is read again for the next token.
 */

const apostrophe = "['\\u0092\\u2019]";
const looseApostrophe = "['\\u0091\\u0092\\u2018\\u2019\\u201B]";
const word = '[\\p{L}\\u00AD][\\p{L}\\p{M}\\u00AD]*';
const alphanumeric = '[\\p{L}\\p{M}\\p{Nd}\\u00AD]';
const ending = `${apostrophe}(?:[msd]|re|ve|ll)`;
const hyphen = '[-_\\u058A\\u2010\\u2011]';
const acronym = '[A-Za-z](?:\\.[A-Za-z])+';
const thing = `(?:[dol]${looseApostrophe}${alphanumeric})?${alphanumeric}+(?:${hyphen}(?:[dol]${looseApostrophe}${alphanumeric})?${alphanumeric}+)*`;
const hyphenated = `[A-Za-z0-9][A-Za-z0-9.,]*(?:-(?:[A-Za-z0-9]+|${acronym}\\.))+`;
const number = '(?:\\p{Nd}+(?:[.:,]\\p{Nd}+)*|(?:[.:,]\\p{Nd}+)+)';
const urlCharacter = '[^\\s"<>|()]';
const urlEnd = '[^\\s"<>|.!?(){},\\-]';
const hostPart = '[^\\s"`\'<>|.!?(){},$/:]+\\.';

/** Letters before a full stop that belongs to them, whatever their case: titles, months, units, states, companies. */
export const abbreviations: ReadonlySet<string> = new Set(
  (
    'mr mrs ms dr drs prof profs sen sens rep reps atty attys lt col gen messrs gov govs adm rev maj sgt cpl pvt mt capt ' +
    'st ste ave pres lieut hon brig cmdr comdr pfc spc supt supts det jr sr bros blvd rd esq vs alex wm jos cie cf ' +
    'jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thurs fri ' +
    'ala ariz calif colo conn dak del fla ga kan kans ky la md mich minn mo mont neb nev okla pa penn tenn tex va vt wis ' +
    'wisc wyo inc co cos corp pty ptys ppty pptys ltd plc bancorp dept bhd assn univ intl sys invt elec natl mtg mfg ' +
    'no nos prop ph tel est ext sq ft etc al seq'
  ).split(' '),
);

/** Abbreviations that are words of their own in lower case: "Ill." for Illinois but "he fell ill." */
export const capitalizedAbbreviations: ReadonlySet<string> = new Set(['Ill', 'Ark', 'Mass', 'Miss', 'Ore', 'Wash']);

const wordWithStop = (names: Iterable<string>) => [...names].sort((a, b) => b.length - a.length).join('|');

const shape = (source: string, flags = 'iuy') => new RegExp(source, flags);

/** Sticky patterns in order of precedence. */
export const shapes: readonly RegExp[] = [
  shape('<\\/?[A-Za-z!?][^>\\r\\n]*>'), // mark-up is one token
  shape(`(${word})${ending}`), // dog | 's
  shape(`([A-Za-z\\u00AD]*[A-MO-Za-mo-z])n${looseApostrophe}t`), // do | n't
  shape(word),
  shape(`(${apostrophe}t)(?:is|was)(?!\\p{L})`), // 't | is
  shape(`${apostrophe}n${apostrophe}?`), // rock 'n' roll
  shape(`(?:[ldj]|dunkin|somethin|ol)${apostrophe}`),
  shape(`${apostrophe}(?:em|till?|cause|[2-9]0s)`),
  shape(`[A-HJ-XZ]${looseApostrophe}\\p{L}{2,}`), // o'clock
  shape(`\\p{L}+[aeiouy]${looseApostrophe}\\p{L}+`), // French borrowings
  shape(`nor${apostrophe}easter|c${apostrophe}mon|e${apostrophe}er|s${apostrophe}mores|li${apostrophe}l`),
  shape(`(y${apostrophe})\\p{L}`), // y' | all
  shape(`(?:https?|ftp):\\/\\/${urlCharacter}+${urlEnd}`),
  shape(
    `(?:www\\.(?:[^\\s"<>|.!?(){},]+\\.)+[a-z]{2,4}|(?:${hostPart})+(?:com|net|org|edu)(?!${alphanumeric}))(?:\\/${urlCharacter}+${urlEnd})?`,
  ),
  shape('[A-Za-z0-9][^\\s"<>|()]*@(?:[^\\s"<>|().]+\\.)*[^\\s"<>|().]*[^\\s"<>|().,;:!?]'),
  shape(`@[a-z_][a-z_0-9]*|#${word}`),
  shape(`(${ending})[^A-Za-z]`),
  shape(`n${looseApostrophe}t`),
  shape('\\p{Nd}{1,2}[-/]\\p{Nd}{1,2}[-/]\\p{Nd}{2,4}'), // dates
  shape(`[-+]?${number}`),
  shape('(?:\\p{Nd}{1,4}[- \\u00A0])?\\p{Nd}{1,4}[/\\u2044]\\p{Nd}{1,4}'), // 1/2, 2 1/2
  shape('[\\u00BC-\\u00BE\\u2153-\\u215E]'),
  shape('-(?:[lr][rcs]b)-|pro-|anti-'),
  shape('[A-Za-z0-9]+(?:-[A-Za-z]+){0,2}(?:\\/[A-Za-z0-9]+(?:-[A-Za-z]+){0,2}){1,2}'), // refrigerator/freezer
  shape('[A-Za-z]*\\$'), // us$
  shape(`(?:${wordWithStop(abbreviations)})\\.`),
  shape(`(?:${wordWithStop(capitalizedAbbreviations)})\\.`, 'uy'),
  shape('[A-Za-z]\\.'), // a single letter keeps its stop: "plan b."
  shape(`${acronym}\\.|(?:ed|ph)\\.d\\.`),
  shape(`(${acronym})\\s`),
  shape(`(${apostrophe}\\p{Nd}\\p{Nd})(?:\\s|$)`), // '95
  shape(`((?:${word}|${thing}|${hyphenated})\\.)[,;:\\u3001]`), // a stop before a comma is an abbreviation's
  shape(
    '(?:\\([0-9]{2,3}\\)[ \\u00A0]?|\\+{0,2}(?:[0-9]{2,4}[- \\u00A0])?[0-9]{2,4}[- \\u00A0])[0-9]{3,4}[- \\u00A0]?[0-9]{3,5}',
  ), // telephone numbers
  shape("([<>]?[:;=][-o*']?[()DP\\\\{@|[\\]])(?![A-Za-z])"), // :-)
  shape('-+'),
  shape('\\.{3,5}|(?:\\.[ \\u00A0]){2,4}\\.|[\\u0085\\u2026]'),
  shape('@+|#+|_+|\\*+'),
  shape('[?!]+'),
  shape(hyphenated),
  shape(thing),
  shape('[A-Za-z]+(?:[+&][A-Za-z]+)+'), // at&t
  shape(ending),
  shape("''|``|<<|>>"),
];
