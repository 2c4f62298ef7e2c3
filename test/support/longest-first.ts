/** The order of the test files: the longest begin first, so that all workers end at about the same time. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Seconds of files that take long on two quiet processors. The size of a file tells little about them. */
const SECONDS: Readonly<Record<string, number>> = {
  'journeys/hostile.test.ts': 216,
  'journeys/hostile-firefox.test.ts': 198,
  'journeys/accessible.test.ts': 180,
  'journeys/once-firefox.test.ts': 78,
  'journeys/bundle-large.test.ts': 77,
  'journeys/durability-firefox.test.ts': 75,
  'journeys/sealed.test.ts': 61,
  'journeys/firefox-extension.test.ts': 59,
  'view/kept-words.test.ts': 52,
  'view/frame.test.ts': 30,
};

export default class LongestFirst extends BaseSequencer {
  /** Keeps the order of groups, and that of the other files. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => groupOf(a) - groupOf(b) || secondsOf(b) - secondsOf(a));
  }
}

function groupOf({ project }: TestSpecification): number {
  return project.config.sequence.groupOrder;
}

function secondsOf({ moduleId }: TestSpecification): number {
  const [, name = ''] = moduleId.split('/test/');
  return SECONDS[name] ?? 0;
}
