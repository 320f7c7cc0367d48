"use client";
import { useQuery } from "@tanstack/react-query";
import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { useLiveState } from "~/trpc/live.tsx";
import { useActions } from "./hooks/use-actions.ts";
import { useCallQuality } from "./hooks/use-call-quality.ts";
import { useDraft } from "./hooks/use-draft.ts";
import { useDuty } from "./hooks/use-duty.ts";
import { useOwnCalls } from "./hooks/use-own-calls.ts";
import { usePopTiming } from "./hooks/use-pop-timing.ts";
import { useShortcuts } from "./hooks/use-shortcuts.ts";
import { useQualityLevel, useSoftphone } from "./hooks/use-softphone.ts";
import { useStopCalling } from "./hooks/use-stop-calling.ts";
import { useTransfer } from "./hooks/use-transfer.ts";
import { orderOf, submitRefusal } from "./model/draft.ts";
import { mayPromise, promiseOf } from "./model/promise.ts";
import { keypadDigit, type ShortcutAction } from "./model/shortcuts.ts";
import { alertOf, pauseReasonOf, stageOf } from "./model/stage.ts";
import { CallColumn } from "./parts/call-column.tsx";
import { Center } from "./parts/center.tsx";
import { DeskTools } from "./parts/desk-tools.tsx";
import { DialDialog } from "./parts/dial-dialog.tsx";
import { DutyStrip } from "./parts/duty-strip.tsx";
import { ShortcutsDialog } from "./parts/shortcuts-dialog.tsx";
import { noteServerClock } from "./parts/timer.tsx";
import { WorkColumn } from "./parts/work-column.tsx";

/** The reason that one key gives for a pause after the call. */
const QUICK_PAUSE = "break";
const LINK_WATCH_MS = 4_000;

/** The agent's desk: duty above, work at the left, contact and script in the middle, the call at the right. */
export function Desk() {
  const t = useTranslations("desk");
  const label = useEnumLabel();
  const format = useFormatter();
  const zone = useTimeZone() ?? "UTC";
  const describe = useDescribeError();
  const trpc = useTRPC();
  const live = useLiveState();
  const may = useMay();
  const duties = useDuty();
  const { query, duty, popped, refresh } = duties;
  const { phone, view } = useSoftphone(duties.membershipId);
  const qualityLevel = useQualityLevel(phone);
  const actions = useActions(phone, duties);
  const surroundings = useQuery(trpc.duty.desk.queryOptions());
  const today = useQuery(trpc.duty.today.queryOptions());
  const recent = useQuery(trpc.duty.recent.queryOptions({ limit: 30 }));

  const [pauseOpen, setPauseOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);
  const [keypad, setKeypad] = useState<{ callId: string; sent: string } | null>(null);
  const noteField = useRef<HTMLTextAreaElement>(null);

  const stage = stageOf({
    tab: view.tab,
    phone: view.status,
    media: view.media,
    popped: popped !== null,
    refusal: actions.refusal,
    duty: duty && {
      state: duty.state,
      pauseReason: duty.pauseReason,
      hasCall: duty.call !== null,
      held: duty.call?.held ?? false,
      preview: duty.dialing ? "dialing" : duty.preview ? "looking" : null,
      owes: duty.pendingDisposition !== null,
    },
    surroundings: surroundings.data
      ? {
          hasSeat: surroundings.data.seat !== null,
          campaigns: surroundings.data.campaigns.length,
          running: surroundings.data.campaigns.filter(({ state }) => state === "running").length,
          lastEnd: surroundings.data.lastEnd?.reason ?? null,
        }
      : null,
  });
  const isLive = stage.name === "talking" || stage.name === "held";
  const isEnded = stage.name === "wrapup" || stage.name === "owed";
  const look = isLive || isEnded ? stage.name : "none";
  const call = isLive
    ? popped
      ? popped.call
      : (duty?.call ?? null)
    : isEnded
      ? (duty?.pendingDisposition ?? null)
      : null;
  const liveCallId = isLive ? (popped?.callId ?? duty?.call?.callId ?? null) : null;
  const callId = liveCallId ?? call?.callId ?? null;
  const state = popped ? "talking" : (duty?.state ?? "off");
  const own = useOwnCalls({
    duty,
    stage,
    hasPhone: view.tab === "mine",
    campaigns: surroundings.data?.campaigns,
    actions,
  });
  const onDuty = duty?.session != null;
  const next = duty?.next ?? null;
  const pauseReason = pauseReasonOf(duty?.pauseReason ?? null);
  const pauseAfter = next === "paused" ? (pauseReason ? t(`pauseReason.${pauseReason}`) : "") : null;
  const keypadOpen = keypad !== null && keypad.callId === liveCallId;

  // What the pop says is not yet on the server: nothing can be kept there.
  const { draft, change, noteState } = useDraft(callId, popped ? null : (call?.note ?? null));
  const chosen = call?.dispositions.find(({ id }) => id === draft?.dispositionId);
  const promise = draft && mayPromise(chosen) ? draft.promise : null;
  const order = chosen?.success ? (call?.order ?? null) : null;
  const refusal = submitRefusal({ draft, ended: isEnded, sending: actions.isDisposing, order });
  const stop = useStopCalling(call, actions);
  const transfer = useTransfer(call, liveCallId, refresh);
  useCallQuality(phone, liveCallId);
  const timing = usePopTiming(duties.lastPop, call?.callId ?? null);
  const alert = alertOf({
    phone: view.status,
    media: view.media,
    audioBlocked: view.audioBlocked,
    muted: view.muted,
    onDuty,
    talking: isLive,
    quality: qualityLevel,
    next,
    live,
  });

  // The telephone follows the duty session: its credentials come with it and go with it.
  const sip = duty?.session?.device === "webrtc" ? duty.session.sip : null;
  const accessKey = sip ? `${sip.username} ${sip.relayUrl}` : "";
  const isKnown = duty !== null;
  const reconnect = useRef(actions.reconnect);
  reconnect.current = actions.reconnect;
  useEffect(() => {
    if (!phone || !isKnown || view.tab !== "mine") return;
    if (!accessKey) phone.stop();
    else if (!phone.isWith(accessKey)) reconnect.current();
  }, [phone, isKnown, accessKey, view.tab]);

  useEffect(() => phone?.setTalking(isLive), [phone, isLive]);
  // A call that was muted before a reload stays so; after that the microphone itself says. Nobody is muted between calls.
  const wasMuted = useRef(false);
  wasMuted.current = duty?.call?.muted ?? false;
  useEffect(() => phone?.setMuted(liveCallId !== null && wasMuted.current), [phone, liveCallId]);

  // A lost line may mean a duty that ended or moved: the server knows.
  const linkDown = onDuty && (view.status.name === "reconnecting" || view.status.name === "failed");
  useEffect(() => {
    if (!linkDown) return;
    const timer = setInterval(() => void refresh(), LINK_WATCH_MS);
    return () => clearInterval(timer);
  }, [linkDown, refresh]);

  useEffect(() => {
    if (surroundings.data) noteServerClock(surroundings.data.now);
  }, [surroundings.data]);

  useEffect(() => {
    if (!isLive) return;
    const hold = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => window.removeEventListener("beforeunload", hold);
  }, [isLive]);

  const start = (): void => void actions.goOnDuty();
  const seatPhone = surroundings.data?.seat?.phone ?? null;
  const isOnPhone = duty?.session?.device === "sip";
  const mute = (): void => {
    if (liveCallId) actions.mute(liveCallId, !view.muted);
  };
  const hold = (): void => {
    if (liveCallId && !transfer.transfer && transfer.isOwn && !actions.isHolding)
      actions.hold(liveCallId, stage.name !== "held");
  };
  const hangUp = (): void => {
    if (liveCallId && !actions.isHangingUp) actions.hangUp(liveCallId);
  };
  const toggleKeypad = (): void => {
    transfer.onOpenChange(false);
    if (liveCallId) setKeypad(keypadOpen ? null : { callId: liveCallId, sent: "" });
  };
  const sendDigit = (digit: string): void => {
    if (!liveCallId) return;
    setKeypad((before) => ({ callId: liveCallId, sent: `${before?.sent ?? ""}${digit}` }));
    actions.dtmf(liveCallId, digit);
  };
  const openTransfer = (): void => {
    setKeypad(null);
    transfer.onOpenChange(!transfer.isOpen);
  };
  const togglePauseAfter = (): void => {
    if (actions.isBusy || (state !== "talking" && state !== "wrapup")) return;
    if (next === "paused") actions.ready();
    else actions.pause(QUICK_PAUSE);
  };
  const submit = (): void => {
    if (refusal !== null || !draft?.dispositionId) return;
    actions.dispose(draft.callId, draft.dispositionId, draft.note, {
      order: order && orderOf(draft, order),
      callback: promise && promiseOf(promise, zone),
    });
  };
  const canReady = state === "paused" || ((state === "talking" || state === "wrapup") && next !== null);

  const onAction = (action: ShortcutAction): void => {
    if (typeof action === "object") {
      const chosen = call?.dispositions[action.disposition - 1];
      if (chosen) change({ dispositionId: chosen.id });
      return;
    }
    const run: Record<typeof action, () => void> = {
      goOnDuty: () => {
        if (duty && !onDuty && view.tab === "mine") start();
      },
      goOnPhone: () => {
        if (duty && !onDuty && seatPhone?.registered) actions.goOnPhone();
      },
      ready: () => {
        if (canReady) actions.ready();
      },
      pause: () => setPauseOpen(onDuty),
      goOff: () => {
        if (onDuty && next !== "off") actions.goOff();
      },
      mute,
      hold,
      keypad: toggleKeypad,
      hangUp: () => (own.dialing.call ? own.dialing.onCancel() : hangUp()),
      pauseAfter: togglePauseAfter,
      note: () => noteField.current?.focus(),
      submit: () => (own.preview.offer ? own.preview.onDial() : submit()),
      skip: () => (transfer.transfer ? transfer.onAct("swap") : own.preview.onSkipOpen(true)),
      dial: () => (liveCallId ? openTransfer() : own.dial.onOpenChange(true)),
      conference: () => transfer.onAct("conference"),
      handOver: () => transfer.onAct("complete"),
      wasMachine: () => {
        if (call?.detection) actions.wasMachine(call.callId, call.detection.agentSays !== "machine");
      },
      doNotCall: stop.onPress,
      help: () => setHelpOpen(true),
    };
    run[action]();
  };
  useShortcuts(onAction, (press) => {
    if (transfer.transfer && press.key === "Escape" && press.focus !== "field" && press.focus !== "overlay") {
      transfer.onAct("cancel");
      return true;
    }
    if (!keypadOpen || press.focus === "field" || press.focus === "overlay" || press.ctrl || press.meta || press.alt)
      return false;
    if (press.key === "Escape") {
      setKeypad(null);
      return true;
    }
    const digit = press.repeat ? null : keypadDigit(press.key);
    if (digit) sendDigit(digit);
    return digit !== null;
  });

  const helpers = format.list(surroundings.data?.askWhom ?? [], { type: "disjunction" });
  const said = isLive || isEnded ? t(`call.${stage.name}`) : label("dutyState", state);
  const failure = query.error && !duty ? describe(query.error).message : null;

  return (
    <div
      data-testid="desk"
      data-stage={stage.name}
      data-pop-call-ms={timing.callMs ?? ""}
      data-pop-contact-ms={timing.contactMs ?? ""}
      className="grid h-full grid-rows-[64px_minmax(0,1fr)]"
    >
      <h1 className="sr-only">{t("title")}</h1>
      <p aria-live="polite" className="sr-only">
        {[said, call?.contact?.displayName].filter(Boolean).join(", ")}
      </p>
      <DeskTools
        seatPhone={isOnPhone ? seatPhone : null}
        phone={phone}
        status={view.status}
        talking={isLive}
        onHelp={() => setHelpOpen(true)}
      />
      <DutyStrip
        state={state}
        since={popped?.joinedAt ?? duty?.stateSince ?? null}
        pauseReason={duty?.pauseReason ?? null}
        next={next}
        seat={duty?.session?.seat.label ?? surroundings.data?.seat?.label ?? null}
        isBusy={actions.isBusy}
        canStart={duty !== null && view.tab === "mine"}
        alert={alert}
        lossPercent={() => phone?.quality.get().lossPercent ?? 0}
        today={today.data}
        pauseOpen={pauseOpen}
        onPauseOpen={setPauseOpen}
        onStart={start}
        onReady={actions.ready}
        onPause={actions.pause}
        onOff={actions.goOff}
        onUnblockAudio={() => phone?.unblockAudio()}
      />
      <div className="grid min-h-0 grid-cols-[256px_minmax(0,1fr)_316px]">
        <WorkColumn
          campaigns={surroundings.data?.campaigns}
          recent={recent.data}
          callbacks={own.callbacks}
          canDial={own.canDial}
          onDial={own.callContact}
          onDialNumber={() => own.dial.onOpenChange(true)}
        />
        <section aria-label={t("columns.contact")} className="flex min-h-0 min-w-0 flex-col">
          <Center
            stage={stage}
            call={call}
            failure={failure}
            onRetry={() => void query.refetch()}
            own={own}
            idle={{
              isBusy: actions.isBusy,
              helpers,
              seatPhone,
              isOnPhone,
              onPhone: actions.goOnPhone,
              onStart: start,
              onReady: actions.ready,
              onRetryMicrophone: () =>
                void phone?.prepare().then((isReady) => {
                  if (isReady && onDuty) actions.reconnect();
                }),
              onTakeOver: () => phone?.takeOver(),
              onReconnect: actions.reconnect,
              onLookAgain: () => void surroundings.refetch().then(() => actions.forgetRefusal()),
            }}
          />
        </section>
        <CallColumn
          look={look}
          call={call}
          joinedAt={popped?.joinedAt ?? duty?.call?.joinedAt ?? null}
          controls={{
            muted: view.muted,
            isHolding: actions.isHolding,
            isHangingUp: actions.isHangingUp,
            keypadOpen,
            transferring: transfer.isOpen || transfer.transfer !== null,
            canTransfer: transfer.transfer === null && transfer.isOwn,
            onTransfer: openTransfer,
            onMute: mute,
            onHold: hold,
            onKeypad: toggleKeypad,
            onHangUp: hangUp,
          }}
          transfer={transfer}
          keypad={{ sent: keypad?.sent ?? "", onDigit: sendDigit }}
          onChoose={(dispositionId) => change({ dispositionId })}
          onWhoAnswered={(machine) => {
            if (call) actions.wasMachine(call.callId, machine);
          }}
          stop={stop}
          foot={{
            draft,
            order,
            onOrder: change,
            promise,
            timezone: call?.timezone ?? null,
            onPromise: (next) => change({ promise: next }),
            noteState,
            refusal,
            noteField,
            pauseAfter,
            canPauseAfter: state === "talking" || state === "wrapup",
            onNote: (note) => change({ note }),
            onSubmit: submit,
            onPauseAfter: togglePauseAfter,
          }}
        />
      </div>
      <DialDialog {...own.dial} campaigns={surroundings.data?.campaigns ?? []} mayDialAny={may("call.dial_any")} />
      <ShortcutsDialog open={helpOpen} onOpenChange={setHelpOpen} />
    </div>
  );
}
