"use client";
import { useSearchParams } from "next/navigation";
import { Wallboard } from "~/workspace/wallboard/wallboard.tsx";

/** `?team=NAME` or `?campaign=NAME` shows one alone, `?theme=light` the other theme: written once where the screen hangs. */
export default function Page() {
  const search = useSearchParams();
  return (
    <Wallboard
      team={search.get("team")}
      campaign={search.get("campaign")}
      theme={search.get("theme") === "light" ? "light" : "dark"}
    />
  );
}
