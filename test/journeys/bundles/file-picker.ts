/** Stands in for the browser's own dialog for files, which nobody can answer in a headless Firefox. */
import type { Firefox } from '../firefox.ts';

/** In the browser's window. */
declare const Cc: Record<string, { createInstance(type: unknown): NsFile & NsArray }>;
declare const Ci: Record<string, Record<string, number>>;
declare const Components: {
  ID(id: string): unknown;
  manager: { QueryInterface(type: unknown): Registrar };
};
declare const ChromeUtils: { generateQI(types: readonly string[]): (type: unknown) => unknown };
declare const Services: { uuid: { generateUUID(): unknown } };

interface NsFile {
  initWithPath(path: string): void;
}
interface NsArray {
  appendElement(file: NsFile): void;
  enumerate(): unknown;
}
interface Registrar {
  registerFactory(id: unknown, name: string, contract: string, factory: object): void;
  unregisterFactory(id: unknown, factory: object): void;
}

/** Chooses files, or one folder, as the answer to the dialog that a click on the label for `selector` opens. */
export async function chooseInFirefox(
  firefox: Firefox,
  selector: string,
  paths: readonly string[],
): Promise<void> {
  await firefox.evaluateInBrowser(answerPicker, paths);
  await firefox.click(`label:has(${selector})`);
  if (selector.includes('webkitdirectory')) await firefox.acceptAlert();
  // Until then, the button to share is that for a text.
  await firefox.evaluate(untilListed);
}

/** In the tab: waits until the chosen files are listed. */
async function untilListed(): Promise<void> {
  while (!document.querySelector('.chosen-row')) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** In the browser's window: the next dialogs are answered with these paths. */
function answerPicker(paths: readonly string[]): void {
  const fileOf = (path: string) => {
    const file = Cc['@mozilla.org/file/local;1']!.createInstance(Ci['nsIFile']);
    file.initWithPath(path);
    return file;
  };
  const picker = {
    QueryInterface: ChromeUtils.generateQI(['nsIFilePicker']),
    init() {},
    appendFilters() {},
    appendFilter() {},
    appendRawFilter() {},
    get file() {
      return fileOf(paths[0] ?? '');
    },
    get files() {
      const list = Cc['@mozilla.org/array;1']!.createInstance(Ci['nsIMutableArray']);
      for (const path of paths) list.appendElement(fileOf(path));
      return list.enumerate();
    },
    open(callback: { done(answer: number): void }) {
      setTimeout(() => callback.done(Ci['nsIFilePicker']!['returnOK']!), 0);
    },
    isModeSupported: () => Promise.resolve(true),
    ...{ defaultString: '', defaultExtension: '', filterIndex: 0, displayDirectory: null },
    ...{ displaySpecialDirectory: '', addToRecentDocs: false, okButtonLabel: '', mode: 0 },
    capture: 0,
  };
  const factory = {
    QueryInterface: ChromeUtils.generateQI(['nsIFactory']),
    createInstance: (type: unknown) => picker.QueryInterface(type),
  };
  const registrar = Components.manager.QueryInterface(Ci['nsIComponentRegistrar']);
  const contract = '@mozilla.org/filepicker;1';
  registrar.registerFactory(Services.uuid.generateUUID(), 'a stand-in', contract, factory);
}
