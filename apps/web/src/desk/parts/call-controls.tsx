"use client";
import { Grid3x3, Mic, MicOff, Pause, PhoneForwarded, PhoneOff, Play } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { cx } from "~/ui/cx.ts";
import { Key } from "./key.tsx";

interface CallControlsProps {
  readonly enabled: boolean;
  readonly muted: boolean;
  readonly held: boolean;
  readonly isHolding: boolean;
  readonly isHangingUp: boolean;
  readonly keypadOpen: boolean;
  /** Being transferred, or the panel for it is open. */
  readonly transferring: boolean;
  /** A call of one's own, that is not on its way already. */
  readonly canTransfer: boolean;
  readonly onTransfer: () => void;
  readonly onMute: () => void;
  readonly onHold: () => void;
  readonly onKeypad: () => void;
  readonly onHangUp: () => void;
}

/** Mute, hold, keypad, transfer, hang up: always at the same place. */
export function CallControls(props: CallControlsProps) {
  const { enabled, muted, held } = props;
  const t = useTranslations("desk.call");
  return (
    <div className="grid grid-cols-[1fr_1fr_1fr_1.1fr_1.1fr] gap-1">
      <Control
        id="mute"
        label={muted ? t("unmute") : t("mute")}
        keyName="M"
        icon={muted ? <MicOff /> : <Mic />}
        pressed={muted}
        alarming
        disabled={!enabled}
        onClick={props.onMute}
      />
      <Control
        id="hold"
        label={held ? t("resume") : t("hold")}
        keyName="H"
        icon={held ? <Play /> : <Pause />}
        pressed={held}
        disabled={!enabled || props.isHolding || !props.canTransfer}
        onClick={props.onHold}
      />
      <Control
        id="keypad"
        label={t("keypad")}
        keyName="K"
        icon={<Grid3x3 />}
        pressed={props.keypadOpen}
        disabled={!enabled}
        onClick={props.onKeypad}
      />
      <Control
        id="transfer"
        label={t("transfer")}
        keyName="T"
        icon={<PhoneForwarded />}
        pressed={props.transferring}
        disabled={!enabled || !props.canTransfer}
        onClick={props.onTransfer}
      />
      <Control
        id="hang-up"
        label={t("hangUp")}
        keyName="⇧E"
        icon={<PhoneOff />}
        ending
        disabled={!enabled || props.isHangingUp}
        onClick={props.onHangUp}
      />
    </div>
  );
}

interface ControlProps {
  readonly id: string;
  readonly label: string;
  readonly keyName: string;
  readonly icon: ReactNode;
  readonly pressed?: boolean;
  readonly alarming?: boolean;
  readonly ending?: boolean;
  readonly disabled: boolean;
  readonly onClick: () => void;
}

function Control({ id, label, keyName, icon, pressed, alarming, ending, disabled, onClick }: ControlProps) {
  return (
    <button
      type="button"
      data-testid={`control-${id}`}
      aria-pressed={ending ? undefined : (pressed ?? false)}
      disabled={disabled}
      onClick={onClick}
      className={cx(
        "flex h-14 min-w-0 flex-col items-center justify-center gap-1.5 rounded-lg border text-xs font-medium transition-colors duration-75",
        "disabled:opacity-50 [&_svg]:size-5",
        ending
          ? "border-transparent bg-danger-solid text-on-danger enabled:hover:brightness-110"
          : pressed
            ? alarming
              ? "border-transparent bg-danger-soft text-danger"
              : "border-transparent bg-selected text-accent"
            : "border-line-strong bg-raised text-ink enabled:hover:bg-hover",
      )}
    >
      <span className="flex items-center gap-1">
        {icon}
        <Key onTone={ending === true || pressed === true}>{keyName}</Key>
      </span>
      <span className="max-w-full truncate text-2xs">{label}</span>
    </button>
  );
}

const DIGITS = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"] as const;

/** Lies over the dispositions while it is open, so that nothing moves. */
export function Keypad({ sent, onDigit }: { sent: string; onDigit: (digit: string) => void }) {
  const t = useTranslations("desk.call");
  return (
    <div className="absolute inset-0 z-10 flex animate-fade-in flex-col bg-surface px-4 pt-3" data-testid="keypad">
      <output
        aria-label={t("sent")}
        className="tabular mb-3 h-9 truncate rounded-md bg-sunken px-3 text-right text-lg leading-9"
      >
        {sent}
      </output>
      <div className="grid grid-cols-3 gap-2">
        {DIGITS.map((digit) => (
          <button
            key={digit}
            type="button"
            onClick={() => onDigit(digit)}
            className="tabular h-12 rounded-lg border border-line-strong bg-raised text-lg font-medium hover:bg-hover active:bg-selected"
          >
            {digit}
          </button>
        ))}
      </div>
      <p className="mt-2 text-xs text-muted">{t("keypadHint")}</p>
    </div>
  );
}
