package understand

import (
	"strings"
	"sync"
)

// tag says what a word can mean; a word may have several. A word that only one place
// reads needs none of its own: it is tKnown, and that place has a list of such words.
type tag uint64

// What words can mean.
const (
	tPay      tag = 1 << iota // bayar
	tSave                     // nabung
	tPurse                    // wajib: which purse
	tDraw                     // ambil
	tBring                    // setor
	tReceive                  // terima
	tUPK                      // the office
	tBalance                  // saldo
	tSchedule                 // jadwal
	tArrears                  // tunggakan
	tReport                   // laporan
	tCash                     // kas
	tMeeting                  // rapat
	tHuman                    // petugas
	tComplain                 // pengaduan
	tLoan                     // pinjam
	tDecide                   // setuju, tolak
	tRegister                 // daftar
	tHelp                     // bantuan
	tStop                     // berhenti
	tStart                    // mulai
	tMore                     // lanjut
	tYes                      // ya
	tNo                       // tidak
	tUndo                     // batal
	tWrong                    // salah
	tGreet                    // halo
	tFill                     // says nothing
	tTitle                    // bu
	tMe                       // saya
	tAll                      // semua
	tExcept                   // kecuali
	tEach                     // masing-masing
	tAnd                      // dan
	tTo                       // ke
	tFrom                     // dari
	tAskWord                  // berapa
	tAlready                  // sudah
	tNotYet                   // belum
	tSoon                     // besok, nanti
	tWish                     // mau
	tAbout                    // kira-kira
	tShort                    // kurang
	tKnown                    // read by its text alone, where it is read at all: atau, umumkan
	tDebt                     // utang
	tGroup                    // kelompok
	tNumber                   // dua, ribu
	tDay                      // kemarin, senin
	tCount                    // hari, orang: what stands before is not money
	tLabel                    // rek, nik: what stands behind is not money
	tSpam                     // otp
	tRest                     // sisanya
	tCannot                   // tidak bisa
	tReason                   // sakit
	tPaidOff                  // lunas
	tThanks                   // makasih
	tBut                      // tapi
	tAdvice                   // cara
	tRemind                   // ingatkan
	tOut                      // kasih, beli: money that goes out
	tOdd                      // denda, arisan: for something that is asked about
	tTotal                    // total: a sum to check against
	tPuzzled                  // padahal: something is not as it should be
)

// announceWords begin an announcement.
var announceWords = map[string]bool{
	"siaran": true, "siarkan": true, "umumkan": true, "pengumuman": true, "broadcast": true, "umumken": true, "announce": true,
}

// tRecord are the words that can make something to record.
const tRecord = tPay | tSave | tPurse | tDraw | tBring | tReceive | tPaidOff

// vocabularyTable is every word that is understood: what it means, then the
// words in Indonesian, Javanese, Sundanese and English. Abbreviations stand with
// their language. A word joined by "_" is a phrase. The Javanese and Sundanese
// words wait for a native reader (domain.md S74, INF).
var vocabularyTable = []struct {
	tag            tag
	id, jv, su, en string
}{
	{
		tPay, `bayar byr bayr angsr angsrn bayaran byaran dibayar bayarkan membayar pembayaran pmbyran byrn angsuran angs angsur ngangsur nyicil cicil
			cicilan mencicil dicicil mengangsur pelunasan ansuran angsurn ngansur angsuranya angsurannya cicilannya iuran byrkan bayari bayarin dibayari dibayarin melunasi kewajiban kewajibannya kewajibanku`,
		`mbayar kewajibane kewajibanipun nyaur disaur saur sauran bayari mari_mbayar mari_nyaur mari_nyicil`, `mayar nyicil pamayaran`, `paid pay pays payment payments repayment instalment installment`,
	},
	{tSave, `nabung ditabung ditabungkan ditabungin tab tabung tabungan tabungannya menabung simpan simpanan simp smpn nyimpan menyimpan tbgn tbungan celengan pencairan_tabungan pencairan_simpanan cairkan_tabungan cairkan_simpanan cairin_tabungan tabungan_cair simpanan_cair nbung nabug nabng nbng nbg`, `nyelengi tabungane nyimpen simpenan simpenane`, `neundeun nyimpen simpenan simpenanna`, `save saving savings saves saved`},
	{tPurse, `pokok wajib sukarela harian tanggung_renteng renteng sosial dana_sosial`, ``, ``, `membership compulsory voluntary daily_savings group_guarantee social_savings`},
	{tDraw, `pencairan_tabungan pencairan_simpanan cairkan_tabungan cairkan_simpanan cairin_tabungan tabungan_cair simpanan_cair ambil tarik narik ngambil mengambil menarik diambil ditarik penarikan pengambilan tarikan`, `njupuk jupuk nyandak candak dicandak mendhet mundhut pundhut pendhetan`, `nyokot pangambilan`, `withdraw withdrawal withdrawals withdrew draws`},
	{tBring, `setor stor str setoran storan nyetor menyetor disetor setorkan setorin nyetorkan menyetorkan stran`, `nyetorke`, `nyetorkeun`, `deposit`},
	{tReceive, `ditrima ditrimo terima trima nerima diterima menerima terimanya penerimaan trm masuk_kas masuk_ke_kas`, `nampa nampi nampeni tampi tampa tompo tampani tampane`, `narima`, `received receive`},
	{tUPK, `upk kantor kecamatan dapm bumdes bumdesma lkd bkad`, ``, ``, `office`},
	{tBalance, `saldo sald saldonya sisa sisanya_berapa sisahnya sld`, `kantun sisane turahan turah kirangan kirangane kirangipun`, `sesa kari sesana`, `balance`},
	{tSchedule, `jadwal jadual jadwalnya kartu kartunya jatuh_tempo jatuhtempo tempo jtempo tagihan tagihannya`, ``, ``, `schedule card due`},
	{tArrears, `kurang_setor krg_setor kurang_stor kurang_nyetor kurang_bayar kurang_byr krg_bayar krg_byr tunggakan nunggak menunggak telat terlambat tunggak tungakan nunggaknya penunggak macet`, `nunggake`, `nganjuk`, `arrears overdue late`},
	{tReport, `laporan rekap rekapan rekapitulasi lap lpp laporannya rekapnya neraca kolektibilitas`, ``, ``, `report recap summary`},
	{tCash, `kas kasnya uang_di_bendahara uang_bendahara uang_kas dana_kas cash uang_kelompok uang_di_tangan uang_dipegang pegang dipegang megang pegangan`, `kase tak_gowo tak_gawa tak_cekel`, ``, `cash_held`},
	{tMeeting, `rapat pertemuan kumpulan kumpul arisan absen_rapat rapatnya absensi presensi`, `kumpulane`, `riungan`, `meeting`},
	{tHuman, `petugas orang_upk ditelpon ditelepon ditelp ditelpun ditelfon telponen telepon telpon telp tlp nelpon telfon operator hubungi ngobrol bicara ngomong customer_service yg_gantikan yang_gantikan menggantikan ganti_bendahara orang fasilitator`, ``, ``, `human agent call`},
	{tComplain, `pengaduan lapor ngadu adu mengadu aduan keluhan komplain protes melapor melaporkan pengaduannya`, `wadul`, `laporkeun`, `complaint complain`},
	{tLoan, `minta_pinjaman butuh_pinjaman ambil_pinjaman pinjaman_lagi minta_utang pinjam minjam meminjam ajukan mengajukan pengajuan ngajukan ajuan pinjem minjem ngajuin nambah_pinjaman pinjaman_baru kredit_baru`, `nyilih nyelang nyambut nyuwun_sambutan nyuwun_pinjaman nyuwun_utang`, `nginjeum nambut nginjem`, `borrow loan`},
	{tDecide, `setuju setujui acc approve tolak ditolak disetujui menolak menyetujui tolakk`, `sarujuk`, `satuju`, `reject approved`},
	{tRegister, `daftar mendaftar registrasi reg daftarkan ndaftar ganti_nomor ganti_nomer ganti_hp nomor_baru nomer_baru no_baru nmr_baru hp_baru nomor_saya_ganti nomer_saya_ganti no_saya_ganti hp_saya_ganti nomor_sy_ganti nomer_sy_ganti no_sy_ganti hp_sy_ganti`, ``, ``, `register`},
	{tKnown, `dobel kecatet kecatat berikut lebokke lebokno dilebokke dilebokno masukin siaran siarkan umumkan pengumuman broadcast umumken`, ``, ``, `announce`},
	{tRemind, `ingatkan ingetkan tagih ingatin ingetin`, `elingke`, ``, `remind`},
	{tHelp, `bantuan bantu bantuannya tolong tlg menu info informasi petunjuk panduan cara_pakai format perintah contoh`, `tulung pitulung`, `bantuan_atuh`, `help`},
	{tAdvice, `cara caranya bagaimana gimana gmn gmana bgmn gimna`, `kados_pundi piye pripun kepiye caranipun`, `kumaha`, `how`},
	{tStop, `jangan_kirim_pengingat jgn_kirim_pengingat jgn_kirim_lagi jgn_sms_lagi berhenti stop unsub unsubscribe unreg henti stopp jangan_kirim_lagi jangan_sms_lagi jangan_kirim_sms_lagi jangan_kirim_pesan_lagi jgn_kirim_sms_lagi jangan_wa_lagi jangan_sms_saya stop_sms stop_pesan berhenti_langganan stop_langganan`, `mandheg mandeg`, `eureun`, ``},
	{tStart, `mulai aktif aktifkan diaktifkan start mulailah`, `mulani`, `mimitian`, `begin`},
	{tMore, `lanjut lanjutkan lanjutan terus trus next lanjutin selengkapnya selanjutnya berikutnya lewati lewat skip`, `terusna terusne`, `teraskeun`, `more continue`},
	{
		tYes, `y ya yaa yah yak yo iya iyaa iyh iyap yap yups yup ok oke okey okay okeh sip siip betul btul btl bnr bener benar bner yoi siap iyo yess
			setuju cocok lanjut_aja hooh yaudah iy yes deal sesuai klop jadi`,
		`inggih nggih enggih iyo nggeh injih ngih njih sae leres`, `muhun sumuhun enya heueuh mangga leres sok`, `yes yep correct right sure confirm true`,
	},
	{
		tNo, `tidak tdk tdak ga gak g gk gx gag nggak ngga enggak engga ngk tida jangan jgn jngn bukan bkn kagak ndak nda ogah tak gajadi
			ngga_jadi ga_jd gak_jd gk_jd tdk_jd ndak_jd nggak_jd gk_jadi ndak_jadi enggak_jadi ora_sido ora_sida ga_jadi gak_jadi tidak_jadi nggak_jadi tdk_jadi`,
		`mboten ora ojo emoh gak_sido ra mbotensios ampun_riyin sanes dudu`, `henteu teu moal ulah sanes embung`, `no nope not isnt`,
	},
	{tUndo, `batal batalkan batalin btl_kan dibatalkan hapus pembatalan cancel undo koreksi ralat betulkan perbaiki diperbaiki dibetulkan diralat dikoreksi diubah dihapus dibatalin ubah ganti`, `wurung batalke`, `bolaykeun`, `delete`},
	{tWrong, `dobel_dicatat dobel_catat dobel_nyatat tercatat_dobel kecatat_dobel kecatet_dobel dicatat_dobel dicatat_2x dicatat_dua_kali salah_kirim salah_sambung salah_nomor salah_nomer salah_no salah_kamar kepencet salah_pencet kelebihan_nulis kelebihan_catat kebanyakan_nulis kebalik terbalik ketuker salah slh keliru kliru slah salahh kok_beda kok_lain tidak_merasa tdk_merasa ga_merasa gak_merasa nggak_merasa ngga_merasa`, `klentu luput ora_rumangsa mboten_rumaos`, `lepat teu_rumaos`, `mistake wrong incorrect`},
	{
		tGreet, `innalillahi innalilahi inalillahi innalillah rojiun halo hallo hai hay hi helo assalamualaikum assalamu_alaikum asalamualaikum ass asslmkm asslmkum aslmkm asslamualaikum asslm aslm salam askum assalammualaikum wr wb wrwb
			waalaikumsalam pagi siang sore selamat met slmt halo_admin hai_admin pagi_admin siang_admin admin_yth min permisi misi selamat_pagi selamat_siang selamat_sore selamat_malam tes test ping p`,
		`nyuwun_pirsa nuwun_pirsa bade_nyuwun_pirsa nyuwun_tanglet badhe_tanglet nyuwun_pangapunten ngapunten kulonuwun kulo_nuwun sugeng_enjing sugeng_siang sugeng_sonten sugeng nuwun_sewu nuwunsewu nyuwun_sewu nyuwunsewu`, `punten sampurasun wilujeng wilujeng_enjing wilujeng_siang wilujeng_sonten`, `hello good_morning hey morning`,
	},
	{
		tFill, `yang yg ini itu nya nih tuh dong donk deh sih lah kok loh lho kan pun saja aja sj cuma hanya juga jg jga mohon mhn maaf mf maap
			terimakasih terima_kasih trimakasih trims tq thx makasih mksh mksih tks trmksh sdh_dulu rp rupiah perak idr uang duit dana dengan dgn
			pada di dlm dalam oleh sama sm untuk utk tuk u buat bwt adalah ialah yaitu sebesar sbsr sejumlah nominal sebanyak si
			punya milik atas_nama an a_n nama titip nitip titipan masuk datang tambah nambah ditambah nambahi maksud_saya maksudnya maksudku maksude maksudna maksute lancar hehe hehehe wkwk wkwkwk haha hahaha hahahaha lewat_saya via_transfer lewat_transfer via_tf transfer tf trf tunai cash_ya
			pas kontan buku catat dicatat catatan mencatat input tulis mohon_dicatat mohon_catat lg lagi barusan bru baru wkt waktu secara
			alhamdulillah alhamdullilah bismillah insya sekalian plus beserta bulan_ini bln_ini minggu_ini periode bln_maret bulanan
			mingguan anggota angg member ibu2 ibuibu kami kita posisi status keadaan kondisi hasil cek dicek lihat liat tampilkan minta_lihat kirim krm kirimkan krmkan tolong_kirim
			infonya mau_tanya mau_lapor mau_laporan mau_setor_laporan tanya nanya mau_lihat beri_tahu tahu tau segini segitu sgitu segono sekian kena bgt banget bingit bangeet kembali spp uep ksm wae eh oh ah hmm anu nganu deui maneh meneh maning br data tinggal rinci
			rincian detail detil berkas sampai_sekarang orangnya dtg hujan deras gerimis semuanya_ya hari_kumpulan mhon sya_mohon dah dr_tadi
			lgs kathahipun dua_duanya dua2nya dua2ne karone keduanya karo_karone bagi_dua dibagi_dua bagi_rata dibagi_rata separo_separo separo2 diparo fifty_fifty berdua bri bca bni mandiri bank dompet beliau dia lsg langsung full penuh masing ttp tetap sebagian separo sdkit sedikit dulu dl dlu
			mampir ketemu ktemu kepethuk antar nganter nganterin diantar receh recehan logam koin kertas sobek lecek lusuh rapel rapelan dirapel rewang buwuh paling banyak terbanyak terbesar bawa bwa bawain dibawa dibawain dibawakan kesini ksini kesinii kemari lupa_sms lupa_lapor lupa_catat lupa_nyatet lupa_nyatat lupa_kirim lupa_tulis lupa_input lupa_kabari lupa_bilang lupa_laporan telat_lapor telat_ngabari sempet_lapor sempat_lapor sempet_nulis sempat_nulis sempet_catat sempat_catat sempet_kabari
			karena krn karna sebab soalnya soale amargi amarga jalaran mergo mergane
			termasuk trmasuk trmsk tmsk sami masih msh isih tasih jasa jasanya bunga bunganya margin marginnya pengingat pengingatnya
			suami suaminya anak anaknya istri istrinya adiknya kakaknya ibunya bapaknya menantu menantunya cucu catet dicatet nyatet ketua bendahara sekretaris
			periksa diperiksa anggota_baru warga_baru sementara smntr pemeriksaan opname kelebihan rumah rumahnya tempat di_rumah di_rumahnya isya isyak maghrib magrib ashar asar dzuhur dhuhur zuhur luhur subuh titik ding dink kepada_yth yth bersama_ini bertanda_tangan memberitahukan memberitahu bahwa sebagaimana_mestinya perhatian perhatiannya diucapkan haturkan atas_perhatian puji tuhan menanyakan kiranya hingga lebaran tangan lalu lajeng banjur tuluy teras lantas tros kmdn menitipkan dititipkan titipkan nitipin titipin wassalam wasalam wassalamualaikum wasalamualaikum hormat pertama eee eeh emm umm ehm bersama bareng kemudian lalu_ada ada ad hal soal perihal ttg tentang pake pakai pk`,
		`mrene rene mrana nggawa nggowo gowo gawa digawa digowo dititipke tok putune putuku nggawakke ngasta pribadi dewe dhewe dewek udan omahe griyane griyanipun daleme dalemipun wonten_griyane sik disik dhisik sek ngaturi pirsa menawi wonten malih tumbas kados pundi taksih sanget tansah sehat mugi_mugi ngganggu ganggu sekaluwarga sakaluarga wau mawon kemawon namung riyin rumiyin wae mtr_nwn mtrnwn mtr_nuwun mtur_nwn nwn matur_sembah_nuwun matur_nuwun maturnuwun suwun nuwun nggo kangge kagem lan_liyane niku niki iki kui kuwi arto arta artonipun artanipun artone duwit duwite yatra yatranipun sing ingkang punika dhuwit dhuwite artane`,
		`hatur_nuhun haturnuhun nuhun artos teh_na wungkul kanggo ieu eta mah atuh tea geura nu artosna pisan heula ih aya`,
		`the a for of to_the from_me is was has have please pls thanks thank_you thank rupiahs by amount in on my`,
	},
	{
		tThanks, `terimakasih terima_kasih trimakasih trims tq thx makasih mksh mksih tks trmksh tengkyu`, `mtr_nwn mtrnwn mtr_nuwun mtur_nwn nwn matur_sembah_nuwun matur_nuwun maturnuwun matursuwun matur_suwun suwun nuwun`,
		`hatur_nuhun haturnuhun nuhun`, `thanks thank_you thank`,
	},
	{
		tTitle, `nak nduk ndhuk jeng bune buk ukhti akhi bu pak ibu bapak bpk mbak mba mb mas yu yuk mak mbok mbah bude budhe bulik bulek pakde pakdhe paklik bi bibi tante om kak kakak
			kang dik adik dek hj haji hajah umi ummi nyai nok neng sdr sdri ny tn ust ustadzah bunda mamah emak simbok lik b`,
		`yayu kangmas mbakyu dhik`, `teh teteh ceu euceu ceuceu aa akang bapa kangge_teh`, `mrs mr ms miss`,
	},
	{tMe, `aq ak akunya saya aku sy sya ku saia ane gue gw gua saya_sendiri sendiri sndiri sdiri aq_sdri aku_sdri saya_sdri sy_sdri ak_sdri diriku syaa punyaku`, `kula kulo kawula inyong kula_piyambak kulo_piyambak piyambak`, `abdi kuring urang`, `i me myself`},
	{tAll, `semua semuanya smua smuanya sma2 seluruh seluruhnya sekelompok semua_anggota yang_lain yg_lain lainnya lain_lain semuany komplit`, `kabeh sedaya sedanten sedoyo liyane`, `sadaya sadayana kabehanana nu_sejen`, `all everybody everyone others`},
	{tExcept, `kecuali kcuali kecualikan selain kec kecualinya tanpa tapi_tidak minus`, `kejaba kejobo kajawi kejawi`, `iwal kajaba`, `except but_not`},
	{tEach, `masing2 masing_masing msg2 masing2nya @ per_orang perorang perkepala per_kepala tiap_orang seorang se_orang`, `saben_wong siji_wonge siji_wong sak_wonge sak_wong sakwonge sijine siji2ne`, `sewang sewangan saurangna`, `each per_person`},
	{tAnd, `dan dn serta`, `lan kaliyan karo`, `sareng jeung`, `and`},
	{tTo, `lwt lwat ke kepada kpd kepd kpada lewat via melalui liwat`, `dhateng datheng teng ten marang`, `ka kana`, `to`},
	{tFrom, `dari dr dri darinya`, `saking seko soko saka`, `ti`, `from`},
	{tAskWord, `kemana kmana berapa brp brpa brapa berapakah kapan kpn kapankah apakah apa siapa sapa siapakah mana dimana kenapa knp kenapakah mengapa apaan bolehkah bisakah adakah sudahkah kah berapaan`, `pinten piro pira sinten sopo napa punapa kapan ngopo nopo opo endi`, `sabaraha sabarahaeun sabarahaan sabraha iraha naon saha naha`, `what when who why where which how_much`},
	{tAlready, `sudah sdh udh udah uda ud sudh tadi tdi td telah barusan_saja tadi_pagi tadi_siang tadi_sore tadi_malam td_pagi td_malam td_mlm tdi_pagi td_pgi tdi_pgi tdi_siang tdi_sore td_siang td_sore mau_sore mau_awan wau_sonten wau_siang`, `sampun wis wes mpun uwis mari_mbayar mari_nyaur mari_nyicil`, `parantos atos geus entos tos`, `already has_paid done`},
	{tNotYet, `belum blm blom belom blum belm blmm belumlah absen bolos belum_bisa nihil kosong libur prei perei bolong mbolong`, `dereng durung drng drg urung rung gurung`, `teu_acan can acan tacan`, `unpaid not_yet hasnt didnt`},
	{tSoon, `siap_bayar siap_nyicil bisa_bayar baru_bisa br_bisa baru_bs br_bs cuma_bisa cm_bisa hanya_bisa cuma_bs cm_bs hanya_bs besok bsk besuk besok2 lusa abis_gajian abis_panen abis_lebaran nanti nnti ntar nti depan dpn mendatang kapan2 janji minta_waktu minta_tempo minta_mundur minta_undur mundur diundur tunda nunda menunda ditunda minta_keringanan minta_kelonggaran minta_penundaan minta_kebijaksanaan minta_perpanjangan janjinya insyaallah insya_allah inshaallah akan akn bakal bakalan menyusul nyusul rencana rencananya nantinya segera habis_panen setelah_panen kalau_panen habis_lebaran setelah_lebaran bakda_lebaran bar_lebaran sehabis_lebaran habis_riyaya akhir_bulan ahir_bulan akhir_minggu gajian habis_gajian`, `bar_panen bubar_panen sawise_panen njaluk_tempo njaluk_wektu njaluk_mundur nyuwun_tempo nyuwun_wekdal nyuwun_wektu sesuk mengko mengke mbenjing benjing bakale emben badhe arep kate`, `engke isuk isukan engkin bade`, `tomorrow will later soon promises`},
	{tWish, `harusnya seharusnya mestinya hrsnya harus hrs suruh disuruh mesti wajib_bayar wajib_byr target ditarget per perbulan tiap sebulan perminggu perhari sehari setiap lupa males malas nolak menolak sanggup bersedia niat berniat keberatan capek ayo yuk mari bilang_mau mau pengen ingin kepingin pingin kepengen ingn semoga moga moga2 mudah2an andai misal misalnya misalkan umpama umpamanya coba_kalau coba_kalo coba_klo kalau klo kalo kl jika bila seandainya bisa_tidak bisa_ga boleh boleh_ga minta minjam_dulu harap harapan usul`, `saben kesed emoh_bayar mugi mugo muga mugi2 umpami yen menawi nek kepengin pengin menawa`, `hayang upami lamun mun`, `want wish if hope can_i`},
	{tAbout, `kira2 kira kurang_lebih kurleb sekitar sktr skitar krg_lebih hampir hmpir ampir nyaris lebih lbh an ribuan rban jutaan mungkin kayaknya kyknya kyke kayake kira_kira sepertinya kelihatannya`, `udakara watara`, `kirang_langkung`, `about around approximately maybe almost nearly`},
	{tShort, `minus min_us kurang krng kurng krg kekurangan kurangnya susuk kembalian kembaliannya potong dipotong dikurangi diskon`, `kirang kekirangan kekirangane kekirangipun`, `kirang`, `minus_of short`},
	{tKnown, `atau atw ato sampai smp sd sampe hingga s_d`, `utawa utawi`, `atanapi atawa`, `or until`},
	{tDebt, `pinjaman pinjamannya talangan talangannya nalangi nalangin menalangi talangi talangin nanggung menanggung nanggungin ditanggung ditanggungi ditalangi ditalangin pinjmn pinjamanku pinjaman_spp ngutang ngutangi berhutang berutang diutang dihutang kasbon ngebon bon utang hutang utangnya hutangnya utg htg tanggungan`, `sambutan sambutanipun utangipun hutangipun utange hutange`, `sambetan hutangna`, `debt owe owes`},
	{tGroup, `kelompok klp klmpk kel kelompoknya klompok grup group sekelompok desa`, ``, `kelompokna`, `village`},
	{tCount, `hari hr bulan bln bulannya minggu mggu tahun thn th taun orang org kali x kg liter jam anggota_lagi persen ekor karung lembar kardus bungkus pack menit bh buah biji meter ikan ayam kwintal kuintal kintal kilo gram`, `dina dinten sasi wulan wong`, `poe sasih urang_lagi`, `days day weeks week months month years times people`},
	{tLabel, `rek rekening norek no_rek nik hp nohp no_hp wa nomor_hp kwitansi_no kuitansi_no nota_no struk_no ref_no no_struk no_nota no_kuitansi no_kwitansi nomor_struk nomor_kuitansi kuitansi kwitansi nota nope ktp kk rt rw ke jam pukul pkl pin kode otp hal halaman tahun thn bulan bln minggu_ke ref resi struk blok nomor_wa`, ``, ``, `account code`},
	{tSpam, `sebarkan subsidi bansos viralkan anda otp pulsa promo hadiah undian pemenang klik http https www com pinjol lotre lotere mimpi april_mop bit dihapuskan presiden diputihkan pemutihan fwd_info bercanda becanda guyonan prank verifikasi nasabah gacor judi slot togel voucher kuota diskon_besar hotline tenor cs bonus limit whatsapp_kami
			jaminan agunan cair_cepat terpercaya member_baru dijual jual obral harga ongkir cod shopee tokopedia investasi kurs tokenlistrik token rahasiakan virtual va verification
			terpilih beruntung menangkan pinjaman_online dana_cepat proses_cepat bunga_rendah bunga_ringan hubungi_kami minta_pulsa gratis bebas id mbanking`, ``, ``, `winner congratulations click prize lottery`},
	{tOut, `bawa_pulang dibawa_pulang dibawa_lari dibawa_kabur copet maling rampok dirampok kasih ngasih kasihkan ngasihkan beri diberi memberi dikasih beli belikan dibelikan belanja butuh perlu cair pencairan cairkan dicairkan dapat dapet gaji honor upah dikembalikan
			mengembalikan kembalikan kembaliin kembalikn ngembaliin ngembalikan balikin balikkan balikan dibalikin mulangin pulangkan refund pencairannya keluar pengeluaran biaya ongkos hadiahkan sumbang nyumbang menyumbang disumbang`, `wenehke wenehno kekno kekke keke nyerahke nyerahno pasrahke kasihno tuku maringi menehi diparingi dijaluk mbalekke mbalekno balekke balekno`, `meser meuli mere masihan pasihkeun mikeun mulangkeun balikkeun`, `bought buy spent give gave`},
	{tOdd, `bank_lain bank_plecit bank_titil bank_keliling koperasi_lain leasing iuran_rt iuran_rw iuran_pkk iuran_sampah iuran_masjid kas_rt kas_rw gagal beras sembako fotokopi fotocopy fotokopian parkir bensin denda admin administrasi adm arisan konsumsi denda_telat denda_terlambat denda_keterlambatan seragam pkk dawis listrik sumbangan persembahan kolekte pinjol mekaar infak infaq sedekah sodaqoh zakat kondangan jimpitan provisi materai meterai asuransi dendanya pln pdam bpjs`, ``, ``, `fine penalty`},
	{tTotal, `total ttl jumlah jml jmlh totalnya jumlahnya totale gunggung`, `gunggunge`, ``, ``},
	{tPuzzled, `belum_ada_sms blm_ada_sms belum_ada_kuitansi blm_ada_kuitansi belum_ada_notif blm_ada_notif blm_ada_struk belum_ada_struk belum_dapat_sms blm_dapat_sms belum_dapat_kuitansi kok_dapat kok_dpt kok_naik kok_nambah kok_tambah padahal pdhl ditagih ditagihin kok_belum kok_blm kok_tidak kok_ga kok_saya kok_masih kok_jadi kok_bisa kok_cuma kok_cm kok_hanya kok_kurang kok_lebih kok_dicatat kok_dibilang kok_dianggap kok_ditulis kok_tercatat hilang dicuri palsu dibohongi ditipu berkurang`, ``, ``, ``},
	{tRest, `krgnya krngnya kurang_nya krg_nya sisa_nya separonya separuhnya setengahnya lebihnya lebihannya lebihane kelebihannya sisanya sisane kurangnya kurangannya kekurangannya selebihnya kekurangan`, `separone setengahe sisanipun kurange kurangane turahane sesane`, `sesana kirangna`, `remainder`},
	{tCannot, `g_ada g_ada_uang g_bisa g_punya gk_ada gk_punya gk_bisa gagal_bayar gagal_byr gagal_setor gagal_nyicil gagal_angsur belum_bisa_bayar blm_bs_bayar blm_bs_byr blm_bisa_bayar blm_bisa_byr belum_punya blm_punya belum_ada_uang blm_ada_uang tidak_punya ga_punya gak_punya tidak_ada_uang ga_ada_uang belum_sanggup belum_mampu tidak_mampu tidak_bisa ga_bisa gak_bisa tdk_bs tdk_bisa gabisa ga_bs gak_bs nggak_bisa belum_ada blm_ada tidak_ada ga_ada gak_ada gada tidak_bayar ga_bayar gak_bayar tdk_bayar nggak_bayar ngga_bayar ga_sanggup gak_sanggup tidak_sanggup`, `rung_iso rung_isa rung_duwe durung_isa durung_saged dereng_iso durung_duwe ora_duwe dereng_gadhah dereng_saged durung_iso mboten_saged ora_iso ra_iso ora_bayar ora_mbayar mboten_bayar ora_duwe mboten_gadhah`, `teu_acan_gaduh can_boga teu_acan_tiasa can_bisa teu_tiasa teu_bisa teu_mayar teu_boga teu_gaduh`, `cannot cant`},
	{tReason, `laku kejual terjual payu gajian cair_gaji kebanjiran kebakaran kecelakaan opname_rs dirawat sakit panen_gagal panen gagal_panen opname rawat_inap operasi kesripahan wereng pergi pulang_kampung musibah rugi sepi nunggu tunggu menunggu hajatan melahirkan meninggal meninggl meningal wafat berpulang tutup_usia`, `ngenteni ngentosi ngantosi nengga nunggoni lara gerah paceklik sedo seda kapundut tilar`, `gering pupus maot`, `sick died passed_away`},
	{tPaidOff, `lunas lns dilunasi ngelunasi lunasi lunasnya`, `lunase nglunasi nglunasne`, `ngalunasan`, `settled`},
	{tBut, `tapi tp tpi tetapi namun cuman melainkan harusnya seharusnya mestinya hrsnya sebenarnya sbnrnya sbnarnya sebenernya sbenernya sebetulnya yg_benar yang_benar yang_betul`, `ning nanging kudune`, `tapina kuduna`, `but should instead`},
}

// phrase is a run of words that is read as one.
type phrase struct {
	words []string
	join  string
}

// lexicon is the vocabulary as it is looked up.
type lexicon struct {
	tags    map[string]tag
	phrases map[string][]phrase // by first word, longest first
}

var words = sync.OnceValue(func() lexicon {
	l := lexicon{tags: map[string]tag{}, phrases: map[string][]phrase{}}
	for _, row := range vocabularyTable {
		for _, words := range []string{row.id, row.jv, row.su, row.en} {
			for word := range strings.FieldsSeq(words) {
				l.add(word, row.tag)
			}
		}
	}
	for word := range numberWords {
		l.add(word, tNumber)
	}
	for word := range peopleWords {
		l.add(word, tFill)
	}
	for word := range tellWords {
		l.add(word, tKnown)
	}
	for word := range someDay {
		l.add(word, tDay)
	}
	for _, names := range []map[string]int{weekdays, marketDays, months, relativeDays} {
		for word := range names {
			l.add(word, tDay)
		}
	}
	return l
})

func (l *lexicon) add(word string, t tag) {
	l.tags[word] |= t
	parts := strings.Split(word, "_")
	if len(parts) == 1 || l.tags[word] != t {
		return
	}
	list := append(l.phrases[parts[0]], phrase{parts, word})
	for i := len(list) - 1; i > 0 && len(list[i].words) > len(list[i-1].words); i-- {
		list[i], list[i-1] = list[i-1], list[i]
	}
	l.phrases[parts[0]] = list
}

// tagsOf is what a lower-case word can mean; stretched spellings ("iyaaaa")
// mean what the short ones do.
func tagsOf(word string) (string, tag) {
	l := words()
	if t, ok := l.tags[word]; ok {
		return word, t
	}
	if plain := javanese.Replace(word); plain != word { // cathet, kadhang
		if t, ok := l.tags[plain]; ok {
			return plain, t
		}
	}
	if short := squeeze(word); short != word {
		if t, ok := l.tags[short]; ok {
			return short, t
		}
	}
	return word, 0
}

// javanese writes Javanese words as Indonesians do.
var javanese = strings.NewReplacer("th", "t", "dh", "d")

// squeeze shortens runs of three and more equal letters, and any run at the
// end, to one.
func squeeze(word string) string {
	b := make([]byte, 0, len(word))
	for i := 0; i < len(word); {
		j := i
		for j < len(word) && word[j] == word[i] {
			j++
		}
		if j-i == 2 && j < len(word) {
			b = append(b, word[i])
		}
		b = append(b, word[i])
		i = j
	}
	return string(b)
}
