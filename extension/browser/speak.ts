/** Speaks the language of the browser, if the extension has it. Import this before any module that says something. */
import { speak } from '@mayfly/relay/words';
import { browser } from 'wxt/browser';

/** Its types know only the browser's own messages. */
const messages: { getMessage(key: string): string } = browser.i18n;
const textOf = (key: string) => messages.getMessage(key);

// Without the browser's language, it falls back to another one by itself. So the texts name their language.
const language = textOf('language') || 'en';
const wanted = browser.i18n.getUILanguage();
const isSpoken = new Intl.Locale(wanted).language === new Intl.Locale(language).language;

speak({ language, locale: isSpoken ? wanted : language, textOf });
