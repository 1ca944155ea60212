"use strict";

// Characters that a GSM-7 message carries; those of the second string take two places.
const gsm = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const gsmTwice = "^{}\\[~]|€\f";

// How much room a text takes: [places, places in all the SMS needed, SMS].
function measure(text) {
  let places = 0;
  for (const c of text) {
    if (gsm.includes(c)) places += 1;
    else if (gsmTwice.includes(c)) places += 2;
    else return room(text.length, 70, 67);
  }
  return room(places, 160, 153);
}

function room(places, one, each) {
  const parts = places <= one ? 1 : Math.ceil(places / each);
  return [places, parts === 1 ? one : parts * each, parts];
}

const phones = new Map();
let day = new Map();

for (const section of document.querySelectorAll(".phone")) {
  const phone = section.dataset.phone;
  phones.set(phone, section.querySelector(".talk"));
  const form = section.querySelector(".write");
  const text = form.elements.text;
  const count = section.querySelector(".count");
  const sorry = section.querySelector(".sorry");

  const face = section.querySelector(".face");
  face.textContent = face.textContent.replace(/^(Bu|Pak|Mbak|Mas)\s+/, "").slice(0, 1);

  const update = () => {
    const [places, limit, parts] = measure(text.value);
    const sms = form.elements.channel.value === "sms";
    count.textContent = sms ? `${places}/${limit}` + (parts > 1 ? ` · ${parts} SMS` : "") : `${text.value.length} huruf`;
    count.classList.toggle("over", sms && parts > 1);
    text.style.height = "auto";
    text.style.height = Math.min(text.scrollHeight, 96) + "px";
  };
  form.addEventListener("input", update);
  update();

  text.addEventListener("keydown", (e) => {
    if (e.key === "Enter" && !e.shiftKey && !e.isComposing) {
      e.preventDefault();
      form.requestSubmit();
    }
  });

  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const written = text.value;
    if (written.trim() === "") return;
    const body = new URLSearchParams(new FormData(form));
    text.value = "";
    update();
    sorry.hidden = true;
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (!answer.ok) throw new Error(await answer.text());
    } catch (fault) {
      sorry.textContent = fault instanceof TypeError ? "Tidak terhubung. Apakah bendahara serve masih jalan?" : fault.message;
      sorry.hidden = false;
      if (text.value === "") text.value = written;
      update();
    }
    text.focus();
  });

  for (const chip of section.querySelectorAll(".try button")) {
    chip.addEventListener("click", () => {
      text.value = chip.textContent;
      update();
      text.focus();
    });
  }
}

// Only one menu is open, and a click elsewhere closes it.
document.addEventListener("click", (e) => {
  for (const menu of document.querySelectorAll(".menu[open]")) {
    if (!menu.contains(e.target)) menu.open = false;
  }
});

const bubble = document.getElementById("bubble");

function show(line) {
  const talk = phones.get(line.phone);
  if (!talk) return;
  if (day.get(line.phone) !== line.day) {
    day.set(line.phone, line.day);
    const item = document.createElement("li");
    item.className = "day";
    item.textContent = line.day;
    talk.append(item);
  }
  const item = bubble.content.cloneNode(true).firstElementChild;
  item.className = line.mine ? "mine" : "theirs";
  item.querySelector(".aside").textContent = line.mine ? "Terkirim:" : "Dari bot:";
  item.querySelector("p").textContent = line.text;
  item.querySelector("small").textContent = (line.channel === "wa" ? "WA" : "SMS") + " · " + line.clock;
  talk.append(item);
  talk.scrollTop = talk.scrollHeight;
}

const link = document.getElementById("link");

function state(name, words) {
  link.dataset.state = name;
  link.textContent = words;
}

if (phones.size > 0) {
  const asked = new URLSearchParams([...phones.keys()].map((phone) => ["phone", phone]));
  const events = new EventSource("/simulator/events?" + asked);
  events.onopen = () => state("on", "Terhubung");
  events.onerror = () => state("off", events.readyState === EventSource.CLOSED ? "Terputus; muat ulang halaman ini" : "Terputus; mencoba lagi…");
  events.onmessage = (e) => show(JSON.parse(e.data));
} else {
  state("off", "Belum ada HP");
}
