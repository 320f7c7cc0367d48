"use client";
import { CircleAlert, Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { useTextOf } from "~/i18n/enum-label.ts";
import { finishCompanySignIn, type SignInAnswer, signIn } from "~/lib/sign-in.ts";
import { Button } from "~/ui/button.tsx";
import { FormField, Input } from "~/ui/form.tsx";
import { Link } from "~/ui/link.tsx";
import { CompanySignIn } from "./company-sign-in.tsx";

type Refusal = Extract<SignInAnswer, { ok: false }>;

/** Seconds that are left, counting down to 0, and how to begin with a number of them. */
function useCountdown(): readonly [left: number, begin: (seconds: number) => void] {
  const [until, setUntil] = useState(0);
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (until === 0) return;
    const timer = setInterval(() => {
      const now = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(now);
      if (now === 0) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [until]);
  const begin = useCallback((seconds: number) => {
    setUntil(Date.now() + seconds * 1000);
    setLeft(seconds);
  }, []);
  return [left, begin];
}

/** The ticket that a company's sign-in left in the address, taken out of it at once. */
function useTicket(found: (ticket: string) => void): void {
  useEffect(() => {
    const ticket = /^#ticket=([\w-]+)$/.exec(window.location.hash)?.[1];
    if (!ticket) return;
    window.history.replaceState(null, "", window.location.pathname);
    found(ticket);
  }, [found]);
}

interface SignInFormProps {
  readonly next: string | null;
  /** Why a sign-in by a company came back here. */
  readonly said: string | null;
}

export function SignInForm({ next, said }: SignInFormProps) {
  const t = useTranslations("auth");
  const textOf = useTextOf();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  /** The password was right; the second factor is asked for. */
  const [stepTwo, setStepTwo] = useState(false);
  const [shown, setShown] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(() =>
    said === null
      ? null
      : { ok: false, code: textOf(`errors.${said}`) ? said : "COMPANY_SIGN_IN_FAILED", waitSeconds: 0 },
  );
  /** A company vouched already: the code alone is missing. */
  const [ticket, setTicket] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);
  const passwordField = useRef<HTMLInputElement>(null);
  const [left, waitFor] = useCountdown();
  const enter = next ? `/enter?to=${encodeURIComponent(next)}` : "/enter";
  useTicket(
    useCallback((found: string) => {
      setTicket(found);
      setStepTwo(true);
    }, []),
  );

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setTried(true);
    const typed = ticket !== null || (email.trim() && password);
    if (!typed || (stepTwo && !code.trim()) || left > 0) return;
    setBusy(true);
    setRefusal(null);
    const answer = await (ticket === null
      ? signIn(email.trim(), password, stepTwo ? code.trim() : "")
      : finishCompanySignIn(ticket, code.trim()));
    if (answer.ok) {
      window.location.assign(enter);
      return;
    }
    setBusy(false);
    if (answer.code === "SECOND_FACTOR_NEEDED") {
      setStepTwo(true);
      setTried(false);
      return;
    }
    setRefusal(answer);
    if (answer.code === "COMPANY_TICKET_OLD") {
      setTicket(null);
      setStepTwo(false);
    }
    if (answer.waitSeconds > 0) waitFor(answer.waitSeconds);
    if (answer.code === "SECOND_FACTOR_WRONG") codeField.current?.select();
    else passwordField.current?.select();
  };
  const waited = refusal !== null && refusal.waitSeconds > 0 && left === 0;
  const message =
    refusal === null || waited
      ? null
      : left > 0
        ? t("tooMany", { minutes: Math.ceil(left / 60) })
        : (textOf(`errors.${refusal.code}`) ?? t("failed"));
  return (
    <form onSubmit={submit} noValidate className="rounded-xl border bg-surface p-6 shadow-card">
      <title>{`${t("signIn")} · Callbay`}</title>
      <h1 className="mb-4 text-lg font-semibold">{t("signIn")}</h1>
      <div className="flex flex-col gap-4">
        {ticket === null ? (
          <FormField label={t("email")} required error={tried && !email.trim() ? t("emailNeeded") : undefined}>
            <Input
              type="email"
              name="email"
              autoComplete="username"
              autoFocus
              className="h-9"
              value={email}
              onChange={(event) => {
                setEmail(event.target.value);
                // Somebody else: their password comes first again.
                setStepTwo(false);
                setCode("");
              }}
            />
          </FormField>
        ) : null}
        {stepTwo ? (
          <FormField
            label={t("code")}
            hint={t("codeHint")}
            required
            error={tried && !code.trim() ? t("codeNeeded") : undefined}
          >
            <Input
              ref={codeField}
              name="code"
              inputMode="text"
              autoComplete="one-time-code"
              autoFocus
              className="h-9 font-mono tracking-widest"
              value={code}
              onChange={(event) => setCode(event.target.value)}
            />
          </FormField>
        ) : null}
        <div className={stepTwo ? "hidden" : "relative"}>
          <FormField label={t("password")} required error={tried && !password ? t("passwordNeeded") : undefined}>
            <Input
              ref={passwordField}
              type={shown ? "text" : "password"}
              name="password"
              autoComplete="current-password"
              className="h-9 pr-10"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </FormField>
          <button
            type="button"
            aria-label={shown ? t("hidePassword") : t("showPassword")}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
            className="absolute top-7 right-1.5 grid size-7 place-items-center rounded-md text-faint hover:text-ink"
          >
            {shown ? <EyeOff aria-hidden className="size-4" /> : <Eye aria-hidden className="size-4" />}
          </button>
        </div>
        <div role="alert" className={message ? "" : "hidden"}>
          {message ? (
            <p className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {message}
            </p>
          ) : null}
        </div>
        <p role="status" className={waited ? "rounded-md bg-ok-soft px-3 py-2 text-sm text-ok" : "hidden"}>
          {waited ? t("tryAgainNow") : null}
        </p>
        <Button type="submit" tone="primary" size="lg" busy={busy} disabled={left > 0} className="w-full">
          {t("signIn")}
        </Button>
      </div>
      {stepTwo ? null : <CompanySignIn email={email.trim()} next={enter} />}
      <p className="mt-4 text-center text-sm">
        <Link href="/forgot" className="text-accent hover:underline">
          {t("forgot")}
        </Link>
      </p>
      <p className="mt-2 text-center text-xs text-muted">{t("noAccount")}</p>
    </form>
  );
}
