import { OFFLINE, type Refusal, refusalIn } from "./refusal.ts";

export type UploadEnd = { readonly ok: true; readonly importId: string } | ({ readonly ok: false } & Refusal);

export interface Upload {
  readonly done: Promise<UploadEnd>;
  cancel(): void;
}

/**
 * Sends a file as it lies on the disk. XMLHttpRequest, because fetch does not tell how many bytes have left; what
 * `onProgress` is told is what the browser has handed to the network, never a guess.
 */
export function uploadFile(url: string, file: File, onProgress: (sentBytes: number) => void): Upload {
  const request = new XMLHttpRequest();
  const done = new Promise<UploadEnd>((resolve) => {
    const offline = { ok: false, ...OFFLINE } as const;
    request.upload.onprogress = (event) => onProgress(event.loaded);
    request.onerror = () => resolve(offline);
    request.onabort = () => resolve({ ok: false, code: "CANCELLED", message: "", details: {} });
    request.onload = () => {
      const body: unknown = request.response;
      const refused = refusalIn(body);
      if (refused) resolve({ ok: false, ...refused });
      else if (typeof body === "object" && body !== null && "importId" in body)
        resolve({ ok: true, importId: String(body.importId) });
      else resolve(offline);
    };
  });
  request.open("POST", url);
  request.responseType = "json";
  request.setRequestHeader("content-type", "application/octet-stream");
  request.setRequestHeader("x-file-name", encodeURIComponent(file.name));
  request.send(file);
  return { done, cancel: () => request.abort() };
}
