<?php

namespace App\Http\Controllers;

use Illuminate\Http\Request;
use Illuminate\Support\Facades\Auth;

// What a person does: look around, sign in, come back.
class VisitController
{
    public function home()
    {
        return response('Welcome to the shop');
    }

    public function count(Request $request)
    {
        $request->session()->increment('count');

        return $this->answer(['count' => $request->session()->get('count')]);
    }

    // Where a file asks for it, the request stays in the hands of this node.
    public function linger(Request $request)
    {
        if (file_exists(storage_path('linger'))) {
            touch(storage_path('lingers'));
            sleep(25);
        }

        return $this->count($request);
    }

    public function form()
    {
        return $this->answer(['token' => csrf_token()]);
    }

    public function login(Request $request)
    {
        $known = Auth::attempt($request->only('email', 'password'));
        if ($known) {
            $request->session()->regenerate();
        }

        return $this->answer(['known' => $known]);
    }

    public function me()
    {
        return $this->answer(['email' => optional(Auth::user())->email]);
    }

    private function answer(array $told)
    {
        return response()->json(['node' => getenv('NODE_NAME')] + $told);
    }
}
