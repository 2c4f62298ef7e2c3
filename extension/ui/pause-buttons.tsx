export interface PauseButtonsProps {
  readonly onPause: (isForAnHour: boolean) => void;
}

/** Takes all that is handed on back, for a while. */
export function PauseButtons({ onPause }: PauseButtonsProps) {
  return (
    <span class="pause-buttons" role="group" aria-label="Pause handing on">
      <button class="button" type="button" onClick={() => onPause(true)}>
        Pause for an hour
      </button>
      <button class="button" type="button" onClick={() => onPause(false)}>
        Pause
      </button>
    </span>
  );
}
