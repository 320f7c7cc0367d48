"use client";
import { useCallback, useState } from "react";

export interface Form<T extends object> {
  readonly values: T;
  /** After the first try to send: from then on what is wrong is shown. */
  readonly tried: boolean;
  set<K extends keyof T>(key: K, value: T[K]): void;
  /** Marks the form as tried; answers whether `problems` names none. */
  check(problems: Partial<Record<keyof T & string, string | undefined>>): boolean;
  reset(values?: T): void;
}

/** The values of a form. It keeps what was typed, whatever fails. */
export function useForm<T extends object>(initial: T): Form<T> {
  const [values, setValues] = useState(initial);
  const [tried, setTried] = useState(false);
  const set = useCallback(<K extends keyof T>(key: K, value: T[K]) => {
    setValues((before) => ({ ...before, [key]: value }));
  }, []);
  return {
    values,
    tried,
    set,
    check: (problems) => {
      setTried(true);
      return Object.values(problems).every((problem) => !problem);
    },
    reset: (next) => {
      setValues(next ?? initial);
      setTried(false);
    },
  };
}
