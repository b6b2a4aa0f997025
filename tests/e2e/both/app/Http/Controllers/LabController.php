<?php

namespace App\Http\Controllers;

use App\Jobs\WriteNote;
use App\Services\MessagePublisher;
use Illuminate\Http\Request;
use Illuminate\Support\Facades\Cache;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;
use Illuminate\Support\Facades\Storage;

// What an application does behind a person's back; no route here has a session.
class LabController
{
    public function node(Request $request)
    {
        return $this->answer(['ip' => $request->ip()]);
    }

    public function remember($key, $value)
    {
        Cache::put($key, $value, 600);

        return $this->answer([]);
    }

    public function recall($key)
    {
        return $this->answer(['value' => Cache::get($key)]);
    }

    public function upload(Request $request)
    {
        return $this->answer(['path' => Storage::put('avatars', $request->file('avatar'))]);
    }

    public function download(Request $request)
    {
        abort_unless(Storage::exists($request->query('path')), 404);

        return $this->answer(['content' => Storage::get($request->query('path'))]);
    }

    public function read()
    {
        return $this->answer(['server_id' => DB::selectOne('select @@server_id as id')->id]);
    }

    public function write($text)
    {
        (new WriteNote($text))->handle();
        $seen = DB::table('notes')->where('text', $text)->first();

        return $this->answer(['server_id' => optional($seen)->server_id]);
    }

    public function job($text)
    {
        WriteNote::dispatch($text);

        return $this->answer([]);
    }

    public function publish($text)
    {
        return $this->answer(['id' => app(MessagePublisher::class)->publish('note.written', ['text' => $text])]);
    }

    public function log($text)
    {
        Log::info($text);

        return $this->answer([]);
    }

    private function answer(array $told)
    {
        return response()->json(['node' => getenv('NODE_NAME')] + $told);
    }
}
