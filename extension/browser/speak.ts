/** Speaks the language of the browser, where the extension has it. To be imported before what says something. */
import { speak } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';

/** Its types know the browser's own messages alone. */
const messages: { getMessage(key: string): string } = browser.i18n;
const textOf = (key: string) => messages.getMessage(key);

// Where the browser's language is not there it falls back by itself; so the texts say which theirs is.
const language = textOf('language') || 'en';
const wanted = browser.i18n.getUILanguage();
const isSpoken = new Intl.Locale(wanted).language === new Intl.Locale(language).language;

speak({ language, locale: isSpoken ? wanted : language, textOf });
