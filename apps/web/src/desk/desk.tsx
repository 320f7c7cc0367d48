"use client";
import { mayEcho } from "@callbay/domain/duty/echo";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { useEnumLabel } from "~/i18n/enum-label.ts";
import { useMay } from "~/shell/me.tsx";
import { useTRPC } from "~/trpc/client.tsx";
import { useDescribeError } from "~/trpc/errors.ts";
import { useLiveState } from "~/trpc/live.tsx";
import { useActions } from "./hooks/use-actions.ts";
import { useCallHandles } from "./hooks/use-call-handles.ts";
import { useCallQuality } from "./hooks/use-call-quality.ts";
import { useDeskKeys } from "./hooks/use-desk-keys.ts";
import { useDeskStage } from "./hooks/use-desk-stage.ts";
import { useDuty } from "./hooks/use-duty.ts";
import { useKeypad } from "./hooks/use-keypad.ts";
import { useOwnCalls } from "./hooks/use-own-calls.ts";
import { usePhoneOfDuty } from "./hooks/use-phone-of-duty.ts";
import { usePopTiming } from "./hooks/use-pop-timing.ts";
import { useRing } from "./hooks/use-ring.ts";
import { useQualityLevel, useSoftphone } from "./hooks/use-softphone.ts";
import { useStopCalling } from "./hooks/use-stop-calling.ts";
import { useTransfer } from "./hooks/use-transfer.ts";
import { useWrapup } from "./hooks/use-wrapup.ts";
import { pauseReasonOf } from "./model/stage.ts";
import { CallColumn } from "./parts/call-column.tsx";
import { Center } from "./parts/center.tsx";
import { DeskTools } from "./parts/desk-tools.tsx";
import { DutyStrip } from "./parts/duty-strip.tsx";
import { noteServerClock } from "./parts/timer.tsx";
import { WorkColumn } from "./parts/work-column.tsx";

const DialDialog = dynamic(() => import("./parts/dial-dialog.tsx").then((part) => part.DialDialog));
const ShortcutsDialog = dynamic(() => import("./parts/shortcuts-dialog.tsx").then((part) => part.ShortcutsDialog));

/** The reason that one key gives for a pause after the call. */
const QUICK_PAUSE = "break";

/** The agent's desk: duty above, work at the left, contact and script in the middle, the call at the right. */
export function Desk() {
  const t = useTranslations("desk");
  const label = useEnumLabel();
  const format = useFormatter();
  const describe = useDescribeError();
  const trpc = useTRPC();
  const may = useMay();
  const duties = useDuty();
  const { query, duty, popped, refresh } = duties;
  const page = useSoftphone(duties.membershipId);
  const { phone, view } = page;
  const actions = useActions(phone, duties);
  const surroundings = useQuery(trpc.duty.desk.queryOptions());
  const today = useQuery(trpc.duty.today.queryOptions());
  const recent = useQuery(trpc.duty.recent.queryOptions({ limit: 30 }));
  const [pauseOpen, setPauseOpen] = useState(false);
  const [helpOpen, setHelpOpen] = useState(false);

  const { stage, hand, alert } = useDeskStage({
    ...{ view, duties, surroundings: surroundings.data, refusal: actions.refusal },
    ...{ quality: useQualityLevel(phone), live: useLiveState() },
  });
  const { call, liveCallId, isLive, isEnded } = hand;
  const state = popped ? "talking" : (duty?.state ?? "off");
  const onDuty = duty?.session != null;
  const next = duty?.next ?? null;
  const hasTab = view.tab === "mine";
  const own = useOwnCalls({ duty, stage, hasPhone: hasTab, campaigns: surroundings.data?.campaigns, actions });
  const wrapup = useWrapup({ call, callId: hand.callId, isPop: popped !== null, isEnded, actions });
  const stop = useStopCalling(call, actions);
  const transfer = useTransfer(call, liveCallId, refresh);
  const keypad = useKeypad(liveCallId, actions.dtmf);
  const handles = useCallHandles({ hand, muted: view.muted, actions, keypad, transfer });
  const timing = usePopTiming(duties.lastPop, call?.callId ?? null);
  useCallQuality(phone, liveCallId);
  useRing(hasTab && onDuty, duties.lastPop?.callId ?? null, own.preview.offer?.contact.id ?? null);
  usePhoneOfDuty({ page, duties, hand, reconnect: actions.reconnect });
  useEffect(() => {
    if (surroundings.data) noteServerClock(surroundings.data.now);
  }, [surroundings.data]);

  const start = (): void => void actions.goOnDuty();
  const seatPhone = surroundings.data?.seat?.phone ?? null;
  const isOnPhone = duty?.session?.device === "sip";
  const canPauseAfter = state === "talking" || state === "wrapup";
  const pauseReason = pauseReasonOf(duty?.pauseReason ?? null);
  const pauseAfter = next === "paused" ? (pauseReason ? t(`pauseReason.${pauseReason}`) : "") : null;
  const togglePauseAfter = (): void => {
    if (actions.isBusy || !canPauseAfter) return;
    if (next === "paused") actions.ready();
    else actions.pause(QUICK_PAUSE);
  };
  useDeskKeys({
    ...{ duty, state, hand, actions, own, transfer, keypad, handles, wrapup },
    canStart: hasTab,
    canPhone: seatPhone?.registered ?? false,
    onStart: start,
    onPause: () => setPauseOpen(onDuty),
    onPauseAfter: togglePauseAfter,
    onStopCalling: stop.onPress,
    onHelp: () => setHelpOpen(true),
  });

  const helpers = format.list(surroundings.data?.askWhom ?? [], { type: "disjunction" });
  const said = isLive || isEnded ? t(`call.${hand.look}`) : label("dutyState", state);
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
        echo={!onDuty ? "off" : mayEcho(state) ? "possible" : "pauseFirst"}
        onHelp={() => setHelpOpen(true)}
      />
      <DutyStrip
        state={state}
        since={popped?.joinedAt ?? duty?.stateSince ?? null}
        pauseReason={duty?.pauseReason ?? null}
        next={next}
        seat={duty?.session?.seat.label ?? surroundings.data?.seat?.label ?? null}
        isBusy={actions.isBusy}
        canStart={duty !== null && hasTab}
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
              ...{ isBusy: actions.isBusy, helpers, seatPhone, isOnPhone },
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
          look={hand.look}
          call={call}
          joinedAt={popped?.joinedAt ?? duty?.call?.joinedAt ?? null}
          controls={{
            ...handles,
            muted: view.muted,
            isHolding: actions.isHolding,
            isHangingUp: actions.isHangingUp,
            keypadOpen: keypad.isOpen,
            transferring: transfer.isOpen || transfer.transfer !== null,
            canTransfer: transfer.transfer === null && transfer.isOwn,
          }}
          transfer={transfer}
          keypad={{ sent: keypad.sent, onDigit: keypad.onDigit }}
          onChoose={wrapup.choose}
          onWhoAnswered={(machine) => {
            if (call) actions.wasMachine(call.callId, machine);
          }}
          stop={stop}
          foot={{ ...wrapup.foot, pauseAfter, canPauseAfter, onPauseAfter: togglePauseAfter }}
        />
      </div>
      {own.dial.open ? (
        <DialDialog {...own.dial} campaigns={surroundings.data?.campaigns ?? []} mayDialAny={may("call.dial_any")} />
      ) : null}
      {helpOpen ? <ShortcutsDialog open onOpenChange={setHelpOpen} /> : null}
    </div>
  );
}
