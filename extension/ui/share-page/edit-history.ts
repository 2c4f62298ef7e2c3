/** The steps in which the user changed a picture. */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import { NO_EDITS, type PictureEdits } from './picture-edits.ts';

interface Step {
  readonly edits: PictureEdits;
  /** Steps that follow each other and have the same cause are one, like the presses of an arrow key. */
  readonly cause: string | undefined;
}

export class EditHistory {
  readonly #steps = signal<readonly Step[]>([]);
  /** Followed under the pointer, and no step yet. */
  readonly #dragged = signal<PictureEdits | undefined>(undefined);

  /** The edits of all steps. */
  readonly kept: ReadonlySignal<PictureEdits> = computed(
    () => this.#steps.value.at(-1)?.edits ?? NO_EDITS,
  );

  /** The edits to be seen. */
  readonly shown: ReadonlySignal<PictureEdits> = computed(
    () => this.#dragged.value ?? this.kept.value,
  );

  readonly hasSteps: ReadonlySignal<boolean> = computed(() => this.#steps.value.length > 0);

  keep(edits: PictureEdits, cause?: string): void {
    const steps = this.#steps.peek();
    const last = steps.at(-1);
    const isSame = cause !== undefined && last?.cause === cause;
    this.#steps.value = [...(isSame ? steps.slice(0, -1) : steps), { edits, cause }];
    this.#dragged.value = undefined;
  }

  /** Shows edits that may still be given up. Undefined gives them up. */
  drag(edits: PictureEdits | undefined): void {
    this.#dragged.value = edits;
  }

  undo(): void {
    this.#steps.value = this.#steps.peek().slice(0, -1);
  }

  clear(): void {
    this.#steps.value = [];
    this.#dragged.value = undefined;
  }
}
