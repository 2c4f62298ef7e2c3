import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';

/** The wait after a failure before the next try: a reader who is offline may come back. */
const AGAIN_MS = 2_000;

/** A component whose code is in a file of its own. */
export interface Lazy<Props> {
  /** Draws nothing until its code is there. */
  readonly Component: (props: Props) => ReturnType<typeof drawn>;
  /** True if its code is there; reads a signal. */
  readonly isThere: boolean;
  /** Resolves when its code is there. */
  readonly load: () => Promise<void>;
}

export function lazyComponent<Props extends object>(
  importCode: () => Promise<ComponentType<Props>>,
): Lazy<Props> {
  const code = signal<{ readonly Component: ComponentType<Props> }>();
  let loading: Promise<void> | undefined;
  const load = async (): Promise<void> => {
    try {
      code.value = { Component: await importCode() };
    } catch (error) {
      console.error(error);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      await load();
    }
  };
  const loadOnce = (): Promise<void> => (loading ??= load());
  return {
    Component: (props) => {
      if (!code.value) void loadOnce();
      return drawn(code.value?.Component, props);
    },
    get isThere() {
      return code.value !== undefined;
    },
    load: loadOnce,
  };
}

function drawn<Props extends object>(Component: ComponentType<Props> | undefined, props: Props) {
  return Component ? <Component {...props} /> : null;
}
